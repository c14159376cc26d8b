// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;

/** Prints what a receiver of its own stores, one chunk a batch, singly and as iterators. */
public final class ReceiverEcho {
  private static final long BATCH_MILLIS = 1000;

  /**
   * Amid a batch, and right after a block is cut, every 200 ms: what is stored then stays together.
   */
  private static final long AFTER_CUT_MILLIS = 410;

  /** Holds a permit whenever the driver has seen all chunks stored so far. */
  private static final Semaphore SEEN = new Semaphore(1);

  private ReceiverEcho() {}

  /** Stores the next chunk when the driver has seen the last one, well away from the cuts. */
  static final class Chunks extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    Chunks(StorageLevel level) {
      super(level);
    }

    @Override
    public void onStart() {
      Thread thread = new Thread(this::run, "chunks");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void onStop() {}

    private void run() {
      try {
        awaitTurn();
        for (String item : Arrays.asList("one", "by", "one", "stored")) {
          store(item);
        }
        awaitTurn();
        store(Arrays.asList("as", "an", "iterator").iterator());
        awaitTurn();
        store(Arrays.asList("first", "block").iterator());
        store(Arrays.asList("second", "block").iterator());
        awaitTurn();
        store("buffered before");
        store(Arrays.asList("stored after", "and yet first").iterator());
        awaitTurn();
        for (int i = 1; i <= 12; i++) {
          store("item " + i);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void awaitTurn() throws InterruptedException {
      SEEN.acquire();
      long untilCut = BATCH_MILLIS - System.currentTimeMillis() % BATCH_MILLIS;
      Thread.sleep(untilCut + AFTER_CUT_MILLIS);
    }
  }

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("ReceiverEcho");
    JavaStreamingContext jssc =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));

    JavaReceiverInputDStream<String> chunks =
        jssc.receiverStream(new Chunks(StorageLevels.MEMORY_ONLY));
    chunks.print();
    chunks.map(String::toUpperCase).print(2);
    chunks.foreachRDD(
        (rdd, time) -> {
          System.out.println(time + ": " + rdd.getNumPartitions() + " partitions");
          if (!rdd.isEmpty()) {
            SEEN.release();
          }
        });

    Ending ending = Ending.afterBatchesWithData(chunks, 5);
    jssc.start();
    ending.await();
    jssc.stop();
  }
}
