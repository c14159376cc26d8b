// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.api.java.function.VoidFunction;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class FunctionInterfacesTest {
  @Test
  void fitLambdasThatSurviveSerialization() throws Exception {
    int captured = 3;
    Function<Integer, Integer> times = x -> x * captured;
    PairFunction<String, String, Integer> length = s -> new Tuple2<>(s, s.length());
    FlatMapFunction<String, String> words = s -> Arrays.asList(s.split(" ")).iterator();
    assertThat(Serialized.copy(times).call(5)).isEqualTo(15);
    assertThat(Serialized.copy(length).call("abc")).isEqualTo(new Tuple2<>("abc", 3));
    assertThat(Serialized.copy(words).call("a b")).toIterable().isEqualTo(List.of("a", "b"));
  }

  @Test
  void letTheUsersCodeThrowCheckedExceptions() {
    VoidFunction<String> failing =
        path -> {
          throw new IOException(path);
        };
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> failing.call("gone"))
        .withMessage("gone");
  }

  @Test
  void letTheUsersCodeReturnNull() throws Exception {
    Function0<String> nothing = () -> null;
    assertThat(nothing.call()).isNull();
  }

  @Test
  void failuresKeepTheirTextAndCause() {
    Throwable cause = new IOException("disk");
    assertThat(new SparkException("text")).hasMessage("text").hasNoCause();
    assertThat(new SparkException("text", cause)).hasMessage("text").hasCause(cause);
    assertThat(new SparkUnsupportedOperationException("text"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("text");
  }
}
