// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import scala.reflect.ClassTag;

/**
 * The shape in which the driver functions of a Java stream see its batches. Unlike the stream it
 * can travel.
 *
 * @param <R> type of the batches
 */
public interface JavaForm<R> extends Serializable {

  /** {@code rdd}, which is a batch of the stream. */
  R wrap(RDD<?> rdd);

  /** That of {@code stream}. */
  @SuppressWarnings("unchecked") // the plan gives a stream's functions the stream's records
  static <R> JavaForm<R> of(JavaDStreamLike<?, ?, ?> stream) {
    if (stream instanceof JavaPairDStream<?, ?> pairs) {
      ClassTag<Object> keys = (ClassTag<Object>) pairs.kManifest();
      ClassTag<Object> values = (ClassTag<Object>) pairs.vManifest();
      return rdd -> (R) JavaPairRDD.fromRDD((RDD<scala.Tuple2<Object, Object>>) rdd, keys, values);
    }
    if (stream instanceof JavaDStream<?>) {
      ClassTag<Object> records = (ClassTag<Object>) stream.classTag();
      return rdd -> (R) JavaRDD.fromRDD((RDD<Object>) rdd, records);
    }
    JavaDStreamLike<Object, ?, ?> ofTheProgram = (JavaDStreamLike<Object, ?, ?>) stream;
    return rdd -> (R) ofTheProgram.wrapRDD((RDD<Object>) rdd);
  }
}
