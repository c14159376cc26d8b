// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.apache.spark.SparkConf;

/** Writes objects by Java serialisation. */
public class JavaSerializer extends Serializer implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** For Java serialisation. */
  public JavaSerializer() {}

  /** There is nothing to configure here. */
  public JavaSerializer(SparkConf conf) {}

  @Override
  public SerializerInstance newInstance() {
    return new JavaSerializerInstance(defaultClassLoader());
  }

  /** Writes nothing: class loaders stay where they are. */
  @Override
  public void writeExternal(ObjectOutput out) {}

  @Override
  public void readExternal(ObjectInput in) {}
}
