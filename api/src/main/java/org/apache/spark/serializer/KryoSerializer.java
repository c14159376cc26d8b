// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.Serializable;
import org.apache.spark.SparkConf;

/**
 * Stands for Spark's Kryo serializer where programs name it: as the value of {@code
 * spark.serializer}, or as an argument. Records do not move as bytes here, so neither needs Kryo,
 * which this library does not contain.
 */
public class KryoSerializer extends Serializer implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whatever is configured for Kryo is ignored. */
  public KryoSerializer(SparkConf conf) {}

  /**
   * There is none.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public SerializerInstance newInstance() {
    throw new UnsupportedOperationException(
        "KryoSerializer.newInstance(): Kryo is not part of this library, which moves records as"
            + " objects; use a JavaSerializer, or Kryo itself");
  }
}
