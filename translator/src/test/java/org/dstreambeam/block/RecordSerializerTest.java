// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSerializerTest {

  @Test
  void sparksJavaSerializerMeansJavaSerialization() {
    assertThat(RecordSerializer.named("org.apache.spark.serializer.JavaSerializer"))
        .isEqualTo(RecordSerializer.JAVA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"org.apache.spark.serializer.KryoSerializer", "com.example.MySerializer", ""})
  void anyOtherNameMeansFory(String name) {
    assertThat(RecordSerializer.named(name)).isEqualTo(RecordSerializer.FORY);
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrote(RecordSerializer serializer) throws IOException {
    assertThat(serializer.read(serializer.write(List.of("a", 1)))).isEqualTo(List.of("a", 1));
  }

  @ParameterizedTest
  @EnumSource
  void whatItCannotReadIsAnInputError(RecordSerializer serializer) {
    assertThatThrownBy(() -> serializer.read(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> serializer.read(new byte[0])).isInstanceOf(IOException.class);
  }
}
