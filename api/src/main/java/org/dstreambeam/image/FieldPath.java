// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.broadcast.Broadcast;
import org.dstreambeam.compute.LambdaForm;
import org.dstreambeam.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/**
 * The shortest way from an object to one that cannot be serialised, along what serialisation would
 * follow: fields, elements, what lambdas have captured. The insides of the JDK's own objects are
 * closed; of them only collections and the like are looked into.
 */
final class FieldPath {
  /** So many objects are looked at; who has more gets the class alone. */
  private static final int MOST = 200_000;

  /**
   * @param path {@code App$1.connections[2]}; empty for the object that the search began with
   */
  record Found(String path, Object object) {

    /** {@code App$1.connection of class com.example.Connection}. */
    @Override
    public String toString() {
      return (path.isEmpty() ? "it is an object" : path) + " of " + nameOf(object);
    }
  }

  private final Queue<Found> open = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Substitutes substitutes = new Substitutes();

  private FieldPath() {}

  /**
   * @param className of the object that is looked for
   * @return null if it is not found
   */
  static @Nullable Found to(String className, Object root) {
    FieldPath search = new FieldPath();
    search.visit(startOf(root), root);
    while (!search.open.isEmpty() && search.seen.size() < MOST) {
      Found next = search.open.remove();
      if (next.object().getClass().getName().equals(className)) {
        return next.object() == root ? new Found("", root) : next;
      }
      search.expand(next.path(), next.object(), next.object() == root);
    }
    return null;
  }

  private static String startOf(Object root) {
    boolean hasName = LambdaForm.of(root) == null && !(root instanceof Object[]);
    return hasName && !isOurs(root) ? simpleName(root) : "";
  }

  /** A node of the plan, which the program does not know by its class. */
  private static boolean isOurs(Object root) {
    return root.getClass().getPackage() == PlanNode.class.getPackage();
  }

  private static String simpleName(Object object) {
    String name = object.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A lambda's class has a name that nobody has written. */
  private static String nameOf(Object object) {
    Class<?> type = object.getClass();
    if (type.isHidden() || type.isSynthetic()) {
      Class<?>[] interfaces = type.getInterfaces();
      return "a lambda" + (interfaces.length == 0 ? "" : " of " + interfaces[0].getName());
    }
    return type.isArray() ? type.getTypeName() : "class " + type.getName();
  }

  private void visit(String path, @Nullable Object object) {
    if (object != null && !isLeaf(object) && seen.add(object)) {
      open.add(new Found(path, object));
    }
  }

  private static boolean isLeaf(Object object) {
    return object instanceof String
        || object instanceof Number
        || object instanceof Enum<?>
        || object instanceof Class<?>
        || object instanceof Broadcast<?>;
  }

  private void expand(String path, Object object, boolean isRoot) {
    if (object instanceof PlanNode && !isRoot) {
      return;
    }
    Object written = written(object);
    SerializedLambda lambda = LambdaForm.of(written);
    if (lambda != null) {
      captured(path, written, lambda);
    } else if (written.getClass().isArray()) {
      elements(path, written);
    } else if (written.getClass().getName().startsWith("java.")) {
      contents(path, written);
    } else {
      fields(path, written);
    }
  }

  /** What goes into the stream in place of it. */
  private Object written(Object object) {
    try {
      return substitutes.of(object);
    } catch (IOException e) { // a stream, of which somebody has another that is looked for
      return "";
    }
  }

  private void captured(String path, Object lambda, SerializedLambda form) {
    List<String> names = CapturedNames.of(lambda, form);
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      visit(join(path, names.get(i)), form.getCapturedArg(i));
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private void elements(String path, Object array) {
    if (!array.getClass().getComponentType().isPrimitive()) {
      for (int i = 0; i < Array.getLength(array); i++) {
        visit(path + "[" + i + "]", Array.get(array, i));
      }
    }
  }

  private void contents(String path, Object object) {
    if (object instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        visit(path + "[" + i++ + "]", element);
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            visit(path + ".keySet()", key);
            visit(
                path + "[" + (key instanceof String || key instanceof Number ? key : "") + "]",
                value);
          });
    } else if (object instanceof Map.Entry<?, ?> entry) {
      visit(path + ".getKey()", entry.getKey());
      visit(path + ".getValue()", entry.getValue());
    } else if (object instanceof Optional<?> optional) {
      visit(path + ".get()", optional.orElse(null));
    } else if (object instanceof AtomicReference<?> reference) {
      visit(path + ".get()", reference.get());
    }
  }

  /** A class that is not serialisable itself does not have its fields written. */
  private void fields(String path, Object object) {
    for (Class<?> type = object.getClass();
        type != null && Serializable.class.isAssignableFrom(type);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean isWritten =
            !Modifier.isStatic(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.getType().isPrimitive();
        if (isWritten) {
          visit(join(path, nameOf(field)), valueOf(field, object));
        }
      }
    }
  }

  /** {@code this$0} and {@code val$connection} are names that the compiler gives. */
  private static String nameOf(Field field) {
    String name = field.getName();
    if (name.startsWith("val$")) {
      return name.substring("val$".length());
    }
    return name.startsWith("this$") ? "this" : name;
  }

  private static @Nullable Object valueOf(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return null; // closed: the class alone has to do
    }
  }
}
