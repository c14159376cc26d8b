// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.api.java.JavaDStream;

/**
 * Lets a program end after a known batch. It is the last output operation of its program, so when
 * it prints {@code == end} all that the batch had to print is out; what later batches print before
 * the context is stopped depends on the clock, and a reader of the output leaves it out.
 */
final class Ending {
  private static final long LIMIT_SECONDS = 100;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final int withDataWanted;
  private final int afterwardsWanted;
  private int withData;
  private int afterwards;

  private Ending(int withDataWanted, int afterwardsWanted) {
    this.withDataWanted = withDataWanted;
    this.afterwardsWanted = afterwardsWanted;
  }

  /** The end is the {@code n}-th batch, whatever is in it. */
  static Ending afterBatches(JavaDStream<?> stream, int n) {
    Ending ending = new Ending(0, n);
    stream.foreachRDD(rdd -> ending.seen(false));
    return ending;
  }

  /** The end is the first empty batch after {@code n} batches with data. */
  static <T> Ending afterBatchesWithData(JavaDStream<T> stream, int n) {
    Ending ending = new Ending(n, 1);
    stream.foreachRDD((JavaRDD<T> rdd) -> ending.seen(!rdd.isEmpty()));
    return ending;
  }

  private void seen(boolean data) {
    if (data) {
      withData++;
    } else if (withData >= withDataWanted && ++afterwards == afterwardsWanted) {
      System.out.println("== end");
      reached.countDown();
    }
  }

  void await() throws InterruptedException {
    if (!reached.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      System.err.println("The last batch did not come within " + LIMIT_SECONDS + " s.");
      System.exit(3);
    }
  }
}
