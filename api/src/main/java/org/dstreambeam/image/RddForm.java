// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.Serializable;
import org.apache.spark.rdd.HadoopRDD;
import org.apache.spark.rdd.NewHadoopRDD;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.rdd.Dataset;
import scala.Tuple2;

/** An RDD with the steps that lead to it, which the RDD itself leaves behind. */
record RddForm(Dataset<?> dataset, Kind kind) implements Serializable {

  /** The classes of RDDs. */
  enum Kind {
    PLAIN,
    HADOOP,
    NEW_HADOOP
  }

  static Object of(RDD<?> rdd) {
    if (rdd instanceof HadoopRDD<?, ?>) {
      return new RddForm(rdd.dataset(), Kind.HADOOP);
    }
    return new RddForm(
        rdd.dataset(), rdd instanceof NewHadoopRDD<?, ?> ? Kind.NEW_HADOOP : Kind.PLAIN);
  }

  @SuppressWarnings("unchecked") // what reads Hadoop's formats makes pairs
  private Object readResolve() {
    return switch (kind) {
      case PLAIN -> dataset.toRdd();
      case HADOOP -> new HadoopRDD<>((Dataset<Tuple2<Object, Object>>) dataset);
      case NEW_HADOOP -> new NewHadoopRDD<>((Dataset<Tuple2<Object, Object>>) dataset);
    };
  }
}
