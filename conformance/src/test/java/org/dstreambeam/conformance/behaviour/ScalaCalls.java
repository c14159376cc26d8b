// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.io.Serializable;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.PairDStreamFunctions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import scala.Function1;
import scala.Function2;
import scala.Function3;
import scala.Function4;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What Scala's compiler makes of a call of a stream's operation. */
final class ScalaCalls {

  private ScalaCalls() {}

  /** As Scala's compiler makes functions: they can be serialised. */
  interface One<A, R> extends Function1<A, R>, Serializable {}

  interface Two<A, B, R> extends Function2<A, B, R>, Serializable {}

  interface Three<A, B, C, R> extends Function3<A, B, C, R>, Serializable {}

  interface Four<A, B, C, D, R> extends Function4<A, B, C, D, R>, Serializable {}

  static <A, R> Function1<A, R> one(One<A, R> function) {
    return function;
  }

  static <A, B, R> Function2<A, B, R> two(Two<A, B, R> function) {
    return function;
  }

  static <A, B, C, R> Function3<A, B, C, R> three(Three<A, B, C, R> function) {
    return function;
  }

  static <A, B, C, D, R> Function4<A, B, C, D, R> four(Four<A, B, C, D, R> function) {
    return function;
  }

  /**
   * Makes functions that cannot be serialised. Their classes are named as Scala's compiler names
   * those of functions, or Spark would take them for something else and not look at them.
   */
  static final class Stuck {

    private Stuck() {}

    static <A, R> Function1<A, R> one() {
      return new $anonfun$1<>();
    }

    static <A, B, R> Function2<A, B, R> two() {
      return new $anonfun$2<>();
    }

    static <A, B, C, R> Function3<A, B, C, R> three() {
      return new $anonfun$3<>();
    }

    static <A, B, C, D, R> Function4<A, B, C, D, R> four() {
      return new $anonfun$4<>();
    }
  }

  /** Holds what cannot be serialised. */
  private abstract static class Holder implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused") // is why it cannot be serialised
    private final Object plain = new Object();

    <R> R never() {
      throw new IllegalStateException("called");
    }
  }

  private static final class $anonfun$1<A, R> extends Holder implements One<A, R> {
    private static final long serialVersionUID = 1L;

    @Override
    public R apply(A a) {
      return never();
    }
  }

  private static final class $anonfun$2<A, B, R> extends Holder implements Two<A, B, R> {
    private static final long serialVersionUID = 1L;

    @Override
    public R apply(A a, B b) {
      return never();
    }
  }

  private static final class $anonfun$3<A, B, C, R> extends Holder implements Three<A, B, C, R> {
    private static final long serialVersionUID = 1L;

    @Override
    public R apply(A a, B b, C c) {
      return never();
    }
  }

  private static final class $anonfun$4<A, B, C, D, R> extends Holder
      implements Four<A, B, C, D, R> {
    private static final long serialVersionUID = 1L;

    @Override
    public R apply(A a, B b, C c, D d) {
      return never();
    }
  }

  /** As Spark refuses them: where they are declared. */
  static void refused(ThrowingCallable declaration) {
    assertThatThrownBy(declaration)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable")
        .hasCauseInstanceOf(NotSerializableException.class);
  }

  static <T> ClassTag<T> any() {
    return ClassTag$.MODULE$.apply(Object.class);
  }

  static <K, V> PairDStreamFunctions<K, V> functions(JavaPairDStream<K, V> stream) {
    return functions(stream.dstream());
  }

  static <K, V> PairDStreamFunctions<K, V> functions(DStream<Tuple2<K, V>> stream) {
    return DStream.toPairDStreamFunctions(stream, any(), any(), null);
  }

  static <T> JavaDStream<T> java(DStream<T> stream) {
    return JavaDStream.fromDStream(stream, any());
  }

  static JavaDStream<String> texts(DStream<?> stream) {
    return java(untyped(stream)).map(String::valueOf);
  }

  @SuppressWarnings("unchecked") // only read
  private static DStream<Object> untyped(DStream<?> stream) {
    return (DStream<Object>) stream;
  }
}
