// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Lets a program end after a known batch, wherever its driver functions run: it takes no more than
 * {@code print} and an accumulator to reach main. Made after all other output operations, so when
 * it prints the record {@code == end} all that the batch had to print is out.
 */
final class LastBatch {
  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(200);
  private static final long POLL_MILLIS = 20;

  private final LongAccumulator seen;

  private LastBatch(LongAccumulator seen) {
    this.seen = seen;
  }

  /** The end is the {@code number}-th batch. */
  static LastBatch of(JavaStreamingContext jssc, int number) {
    JavaSparkContext sc = jssc.sparkContext();
    Queue<JavaRDD<String>> queue = new LinkedList<>();
    for (int batch = 1; batch < number; batch++) {
      queue.add(sc.emptyRDD());
    }
    queue.add(sc.parallelize(Arrays.asList("== end")));
    JavaDStream<String> end = jssc.queueStream(queue);
    end.print();
    LongAccumulator seen = sc.sc().longAccumulator("last batch");
    end.foreachRDD(rdd -> seen.add(rdd.count()));
    return new LastBatch(seen);
  }

  void await() throws InterruptedException {
    long deadline = System.currentTimeMillis() + LIMIT_MILLIS;
    while (seen.value() == 0) {
      if (System.currentTimeMillis() > deadline) {
        System.err.println("The last batch did not come within " + LIMIT_MILLIS + " ms.");
        System.exit(3);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
