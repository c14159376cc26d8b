// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import org.apache.spark.streaming.dstream.InputDStream;
import scala.reflect.ClassTag;

/**
 * A stream that comes from outside.
 *
 * @param <T> type of the records
 */
public class JavaInputDStream<T> extends JavaDStream<T> {

  private final InputDStream<T> inputDStream;

  public JavaInputDStream(InputDStream<T> inputDStream, ClassTag<T> classTag) {
    super(inputDStream, classTag);
    this.inputDStream = inputDStream;
  }

  public static <T> JavaInputDStream<T> fromInputDStream(
      InputDStream<T> inputDStream, ClassTag<T> classTag) {
    return new JavaInputDStream<>(inputDStream, classTag);
  }

  public InputDStream<T> inputDStream() {
    return inputDStream;
  }
}
