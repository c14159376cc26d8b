// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the Scala compiler left in a class file about the accessibility of its declarations. In the
 * class file itself {@code private[spark]} is public; only this annotation tells.
 *
 * <p>The annotation is a table of entries (names, symbols, types) that refer to each other by
 * index:
 *
 * <pre>
 *   string of 7-bit characters -> bytes -> version, count, { tag, length, data }*
 *
 *   symbol entry: name, owner, flags, [qualifier of private[...]], type
 *   method type:  result, parameter symbols
 * </pre>
 *
 * All numbers have seven bits per byte, the most significant first. The format is that of Scala
 * 2.10 to 2.13; its definition is {@code scala.reflect.internal.pickling.PickleFormat}.
 */
final class ScalaSignature {
  /** A parameter type that is no class, such as a type variable: it fits every descriptor. */
  static final String ANY_TYPE = "";

  private static final int TERM_NAME = 1;
  private static final int TYPE_NAME = 2;
  private static final int TYPE_SYMBOL = 4;
  private static final int CLASS_SYMBOL = 6;
  private static final int VALUE_SYMBOL = 8;
  private static final int EXTERNAL_REFERENCE = 9;
  private static final int EXTERNAL_MODULE_CLASS = 10;
  private static final int TYPE_REFERENCE = 16;
  private static final int METHOD_TYPE = 20;
  private static final int POLYMORPHIC_TYPE = 21;

  private static final long PRIVATE_FLAG = 1 << 2;
  private static final long PROTECTED_FLAG = 1 << 3;
  private static final long METHOD_FLAG = 1 << 9;
  private static final long MODULE_FLAG = 1 << 10;

  private final List<Declaration> declarations = new ArrayList<>();
  private final List<ClassDeclaration> classes = new ArrayList<>();

  /**
   * @param ofObject whether the owner is the {@code object} of this name and not the class
   * @param parameters the simple names of the parameters' types, or {@link #ANY_TYPE}
   * @param restriction such as {@code private[spark]}; empty if any package or subclass may use it
   */
  record Declaration(
      String owner,
      boolean ofObject,
      String name,
      List<String> parameters,
      Optional<String> restriction) {}

  /** As a {@link Declaration}, of a class or object. */
  record ClassDeclaration(String name, boolean ofObject, Optional<String> restriction) {}

  private record Entry(int tag, int start, int end) {
    boolean isSymbol() {
      return tag >= TYPE_SYMBOL && tag <= EXTERNAL_MODULE_CLASS;
    }
  }

  private record Symbol(int name, int owner, long flags, Optional<Integer> qualifier, int type) {}

  private ScalaSignature() {}

  /** Decodes what the annotation's strings are, joined. */
  static ScalaSignature decode(String annotation) {
    return new Table(bytes(annotation)).read();
  }

  /** The methods of this name that the class, or its companion object, declares. */
  List<Declaration> methods(String owner, boolean ofObject, String name) {
    return declarations.stream()
        .filter(
            declaration ->
                declaration.owner().equals(owner)
                    && declaration.ofObject() == ofObject
                    && declaration.name().equals(name))
        .toList();
  }

  /** Why other packages cannot name the class; an object alone counts as a class of its name. */
  Optional<String> classRestriction(String name) {
    List<ClassDeclaration> named =
        classes.stream().filter(declaration -> declaration.name().equals(name)).toList();
    return named.stream()
        .filter(declaration -> !declaration.ofObject())
        .findFirst()
        .or(() -> named.stream().findFirst())
        .flatMap(ClassDeclaration::restriction);
  }

  /**
   * Seven bits per character, each raised by one so that the frequent zero is a short character.
   */
  private static byte[] bytes(String annotation) {
    byte[] bytes = new byte[annotation.length() * 7 / 8];
    int buffer = 0;
    int bits = 0;
    int size = 0;
    for (int i = 0; i < annotation.length(); i++) {
      buffer |= ((annotation.charAt(i) - 1) & 0x7f) << bits;
      bits += 7;
      if (bits >= 8) {
        bytes[size++] = (byte) buffer;
        buffer >>>= 8;
        bits -= 8;
      }
    }
    return bytes;
  }

  /** The entries of one annotation, and a position in them. */
  private static final class Table {
    private final byte[] bytes;
    private final List<Entry> entries = new ArrayList<>();
    private int position;

    Table(byte[] bytes) {
      this.bytes = bytes;
      number(); // major version
      number(); // minor version
      int count = (int) number();
      for (int i = 0; i < count; i++) {
        int tag = bytes[position++];
        int length = (int) number();
        entries.add(new Entry(tag, position, position + length));
        position += length;
      }
    }

    ScalaSignature read() {
      ScalaSignature signature = new ScalaSignature();
      for (Entry entry : entries) {
        if (entry.tag() == CLASS_SYMBOL) {
          Symbol symbol = symbol(entry);
          signature.classes.add(
              new ClassDeclaration(
                  name(symbol.name()), (symbol.flags() & MODULE_FLAG) != 0, restriction(symbol)));
        } else if (entry.tag() == VALUE_SYMBOL) {
          addMethod(symbol(entry), signature.declarations);
        }
      }
      return signature;
    }

    private void addMethod(Symbol symbol, List<Declaration> declarations) {
      Entry owner = entries.get(symbol.owner());
      if ((symbol.flags() & METHOD_FLAG) == 0 || owner.tag() != CLASS_SYMBOL) {
        return;
      }
      Symbol ownerSymbol = symbol(owner);
      List<String> parameters = new ArrayList<>();
      addParameters(symbol.type(), parameters);
      declarations.add(
          new Declaration(
              name(ownerSymbol.name()),
              (ownerSymbol.flags() & MODULE_FLAG) != 0,
              name(symbol.name()),
              List.copyOf(parameters),
              restriction(symbol).or(() -> objectRestriction(ownerSymbol))));
    }

    private Symbol symbol(Entry entry) {
      position = entry.start();
      int name = (int) number();
      int owner = (int) number();
      long flags = number();
      int next = (int) number();
      if (entries.get(next).isSymbol()) {
        return new Symbol(name, owner, flags, Optional.of(next), (int) number());
      }
      return new Symbol(name, owner, flags, Optional.empty(), next);
    }

    /**
     * What is protected is for subclasses anywhere, also with a qualifier, which only widens it.
     */
    private Optional<String> restriction(Symbol symbol) {
      if ((symbol.flags() & PROTECTED_FLAG) != 0) {
        return Optional.empty();
      }
      if (symbol.qualifier().isPresent()) {
        return Optional.of("private[" + symbolName(symbol.qualifier().get()) + "]");
      }
      return (symbol.flags() & PRIVATE_FLAG) != 0 ? Optional.of("private") : Optional.empty();
    }

    /**
     * The members of an object that cannot be named cannot be either; those of a class are
     * inherited.
     */
    private Optional<String> objectRestriction(Symbol owner) {
      return (owner.flags() & MODULE_FLAG) != 0 ? restriction(owner) : Optional.empty();
    }

    /** Collects over all parameter lists of a method. */
    private void addParameters(int type, List<String> parameters) {
      Entry entry = entries.get(type);
      position = entry.start();
      if (entry.tag() == POLYMORPHIC_TYPE) {
        addParameters((int) number(), parameters);
      } else if (entry.tag() == METHOD_TYPE) {
        int result = (int) number();
        List<Integer> symbols = new ArrayList<>();
        while (position < entry.end()) {
          symbols.add((int) number());
        }
        symbols.forEach(symbol -> parameters.add(typeName(symbol(entries.get(symbol)).type())));
        addParameters(result, parameters);
      }
    }

    private String typeName(int type) {
      Entry entry = entries.get(type);
      if (entry.tag() != TYPE_REFERENCE) {
        return ANY_TYPE;
      }
      position = entry.start();
      number(); // prefix
      int symbol = (int) number();
      int tag = entries.get(symbol).tag();
      return tag == CLASS_SYMBOL || tag == EXTERNAL_REFERENCE ? symbolName(symbol) : ANY_TYPE;
    }

    private String symbolName(int symbol) {
      position = entries.get(symbol).start();
      return name((int) number());
    }

    private String name(int index) {
      Entry entry = entries.get(index);
      if (entry.tag() != TERM_NAME && entry.tag() != TYPE_NAME) {
        throw new IllegalStateException("Entry " + index + " of a Scala signature is no name");
      }
      return new String(bytes, entry.start(), entry.end() - entry.start(), StandardCharsets.UTF_8);
    }

    private long number() {
      long value = 0;
      byte next;
      do {
        next = bytes[position++];
        value = (value << 7) | (next & 0x7f);
      } while (next < 0);
      return value;
    }
  }
}
