// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissingSparkMemberTest {

  @Test
  void findsAMissingClassAlongTheCauses() {
    Throwable failure =
        new RuntimeException(
            "task failed", new NoClassDefFoundError("org/apache/spark/sql/SparkSession"));

    assertThat(in(failure)).contains("class org.apache.spark.sql.SparkSession");
    assertThat(in(new ClassNotFoundException("org.apache.spark.ml.Model")))
        .contains("class org.apache.spark.ml.Model");
  }

  @Test
  void findsAMissingMethod() {
    assertThat(in(new NoSuchMethodError("'void org.apache.spark.A.<init>(int, long)'")))
        .contains("method org.apache.spark.A.<init>(int, long)");
    assertThat(
            in(
                new NoSuchMethodError(
                    "'org.apache.spark.B[] org.apache.spark.A$C.f(java.lang.String)'")))
        .contains("method org.apache.spark.A$C.f(java.lang.String)");
  }

  @Test
  void saysNothingOfOtherFailures() {
    assertThat(in(new NoClassDefFoundError("com/acme/Thing"))).isEmpty();
    assertThat(in(new NoClassDefFoundError("Could not initialize class org.apache.spark.A")))
        .isEmpty();
    assertThat(in(new NoSuchMethodError("'void com.acme.Thing.f(org.apache.spark.A)'"))).isEmpty();
    assertThat(in(new IllegalStateException("org.apache.spark.A"))).isEmpty();
    assertThat(in(new NoClassDefFoundError())).isEmpty();
  }

  @Test
  void aMethodThatTheApplicationsOwnClassLacksIsNotOurs() {
    Throwable failure = new NoSuchMethodError("'void org.apache.spark.Own.f()'");

    assertThat(MissingSparkMember.in(failure, "org.apache.spark.Own"::equals)).isEmpty();
    assertThat(in(failure)).contains("method org.apache.spark.Own.f()");
  }

  @Test
  void endsOnACircleOfCauses() {
    Throwable outer = new RuntimeException();
    outer.initCause(new RuntimeException(outer));

    assertThat(in(outer)).isEmpty();
  }

  private static Optional<String> in(Throwable failure) {
    return MissingSparkMember.in(failure, name -> false);
  }
}
