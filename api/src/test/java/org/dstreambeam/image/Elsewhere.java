// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.lifecycle.RemoteControl;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The JVM that an image gets to. It is this one, or a class loader of its own, in which nothing of
 * this one's is known: other classes of the same names.
 */
enum Elsewhere {
  THIS_LOADER,
  OTHER_LOADER;

  /** What the functions of tests have to say, in the JVM where they say it. */
  static final List<String> SAID = new CopyOnWriteArrayList<>();

  /** One for all tests: it takes a second to load everything again. */
  private static final ClassLoader OTHER = otherLoader();

  /** The batch that the outputs get. */
  static final long TIME = 1_000;

  static void say(@Nullable Object object) {
    SAID.add(String.valueOf(object));
  }

  /** Runs all outputs of the program over one batch of {@code records}; what they said. */
  List<String> run(byte[] image, String... records) {
    return call("runHere", image, records);
  }

  /**
   * Calls a function as tasks do.
   *
   * @param staged a directory with what the job brings along
   */
  List<String> runTask(String staged, byte[] function) {
    return call("runTaskHere", staged, function);
  }

  private List<String> call(String method, Object... arguments) {
    Class<?>[] types = Arrays.stream(arguments).map(Object::getClass).toArray(Class<?>[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      Class<?> there =
          this == THIS_LOADER ? Elsewhere.class : OTHER.loadClass(Elsewhere.class.getName());
      thread.setContextClassLoader(there.getClassLoader());
      var callee = there.getDeclaredMethod(method, types);
      callee.setAccessible(true);
      return Arrays.asList((String[]) callee.invoke(null, arguments));
    } catch (InvocationTargetException e) {
      throw Rethrow.as(Objects.requireNonNull(e.getCause()));
    } catch (Exception e) {
      throw Rethrow.as(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ClassLoader otherLoader() {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Elsewhere::urlOf)
            .toArray(URL[]::new);
    return new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
  }

  private static URL urlOf(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  static String[] runHere(byte[] image, String[] records) throws Exception {
    SAID.clear();
    try (ArrivedProgram program =
        ProgramImage.read(image, Elsewhere.class.getClassLoader(), RemoteControl.none())) {
      run(program, records);
    }
    return SAID.toArray(String[]::new);
  }

  private static void run(ArrivedProgram program, String[] records) throws Exception {
    BatchHistory history = new BatchHistory(program.plan(), program.context());
    history.begin(0);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(program.context());
    for (SourceNode source : program.plan().sources()) {
      Dataset<?> batch = context.parallelize(List.of(records), 2).rdd().dataset();
      history.keep(source, TIME, () -> batch, () -> {});
    }
    for (OutputNode output : program.plan().outputs()) {
      Dataset<?> batch = history.batch(output.input(), TIME);
      if (batch != null) {
        output.run(new RDD<>(batch), new Time(TIME));
      }
    }
  }

  static String[] runTaskHere(String staged, byte[] function) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader job = new URLClassLoader(new URL[] {urlOf(staged)}, before)) {
      thread.setContextClassLoader(job);
      TaskFunction<?> task = (TaskFunction<?>) JavaSerialization.read(function);
      Function<Object, ?> call = (Function<Object, ?>) task.perTask();
      return new String[] {String.valueOf(call.call("!"))};
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The records of an RDD in one line. */
  static String lineOf(List<?> records) {
    return records.stream().map(String::valueOf).sorted().collect(Collectors.joining(" "));
  }
}
