// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.apache.spark.api.java.Optional;
import org.junit.jupiter.api.Test;

class OptionalTest {
  @Test
  void holdsAValue() {
    Optional<String> present = Optional.of("x");
    assertThat(present.isPresent()).isTrue();
    assertThat(present.get()).isEqualTo("x");
    assertThat(present.orElse("y")).isEqualTo("x");
    assertThat(present.or("y")).isEqualTo("x");
    assertThat(present.orNull()).isEqualTo("x");
    assertThat(present).hasToString("Optional[x]");
  }

  @Test
  void standsInForAnAbsentValue() {
    Optional<String> absent = Optional.empty();
    assertThat(absent.isPresent()).isFalse();
    assertThat(absent.orElse("y")).isEqualTo("y");
    assertThat(absent.or("y")).isEqualTo("y");
    assertThat(absent.orElse(null)).isNull();
    assertThat(absent.orNull()).isNull();
    assertThat(absent).hasToString("Optional.empty");
  }

  @Test
  void failsWithANullPointerExceptionWhenAbsentUnlikeThatOfTheJdk() {
    assertThatNullPointerException().isThrownBy(() -> Optional.empty().get());
  }

  @Test
  void refusesNullUnlessAskedToTakeItForAbsent() {
    assertThatNullPointerException().isThrownBy(() -> Optional.of(null));
    assertThat(Optional.ofNullable(null)).isSameAs(Optional.fromNullable(null));
    assertThat(Optional.ofNullable(null)).isSameAs(Optional.absent()).isSameAs(Optional.empty());
    assertThat(Optional.fromNullable("x")).isEqualTo(Optional.of("x"));
  }

  @Test
  void isAValue() throws Exception {
    assertThat(Optional.of(7)).isEqualTo(Optional.of(7)).isNotEqualTo(7);
    assertThat(Optional.of(7)).isNotEqualTo(Optional.empty()).isNotEqualTo(null);
    assertThat(Optional.of(7).hashCode()).isEqualTo(7);
    assertThat(Optional.empty().hashCode()).isZero();
    assertThat(Serialized.copy(Optional.of(7))).isEqualTo(Optional.of(7));
    assertThat(Serialized.copy(Optional.empty())).isEqualTo(Optional.empty());
  }
}
