// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.dstream.InputDStream;
import scala.Option;
import scala.reflect.ClassTag$;

/** An input stream of the program's own, which keeps a journal of what it is asked. */
class OwnStream<T> extends InputDStream<T> {

  private final transient IntFunction<JavaRDD<T>> script;
  private final List<String> journal = new CopyOnWriteArrayList<>();
  private long first = -1;

  /**
   * @param script the RDD of each batch, counted from 1; null for none
   */
  OwnStream(StreamingContext context, IntFunction<JavaRDD<T>> script) {
    super(context, ClassTag$.MODULE$.apply(Object.class));
    this.script = script;
  }

  /** These batches, and then none. */
  @SafeVarargs
  static <T> JavaDStream<T> of(Table table, Batch<T>... batches) {
    return new OwnStream<T>(
            table.context().ssc(),
            n ->
                n > batches.length || batches[n - 1].equals(Batch.none())
                    ? null
                    : table.rdd(batches[n - 1]))
        .java();
  }

  JavaDStream<T> java() {
    return JavaDStream.fromDStream(this, ClassTag$.MODULE$.apply(Object.class));
  }

  List<String> journal() {
    return journal;
  }

  @Override
  public void start() {
    journal.add("start");
  }

  @Override
  public Option<RDD<T>> compute(Time time) {
    if (first < 0) {
      first = time.milliseconds();
    }
    int batch = (int) ((time.milliseconds() - first) / slideDuration().milliseconds()) + 1;
    journal.add("compute " + batch);
    JavaRDD<T> rdd = script.apply(batch);
    return rdd == null ? Option.empty() : Option.apply(rdd.rdd());
  }

  @Override
  public void stop() {
    journal.add("stop");
  }
}
