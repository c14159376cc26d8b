// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import scala.Tuple2;

/**
 * Counts the words of a receiver of its own in a state and over a window, and can be recovered. The
 * master is fixed in the code, as in many a program. Runs until it is stopped.
 *
 * <p>Argument: a directory, in which it makes {@code checkpoints}, {@code counts}, a line for each
 * state and window, {@code words-T}, and {@code received}, how many ticks the receiver has stored
 * when it was stopped.
 */
public final class ClusterWordCount {
  private static final long BATCH_MILLIS = 400;

  private ClusterWordCount() {}

  /** Stores a few lines, and then ticks until it is stopped. */
  static final class Lines extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private transient Thread thread;
    private transient int ticks;

    Lines(String directory) {
      super(StorageLevels.MEMORY_ONLY);
      this.directory = directory;
    }

    @Override
    public void onStart() {
      thread = new Thread(this::run, "lines");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void onStop() {
      try {
        thread.join();
        append(directory, "received", "" + ticks);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void run() {
      store(Arrays.asList("to be or not to be", "that is the question").iterator());
      store("to die to sleep");
      store("no more");
      try {
        while (!isStopped()) {
          store("tick");
          ticks++;
          Thread.sleep(2);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    String directory = args[0];
    JavaStreamingContext jssc =
        JavaStreamingContext.getOrCreate(directory + "/checkpoints", () -> create(directory));
    jssc.start();
    jssc.awaitTermination();
    System.out.println("main has ended");
  }

  private static JavaStreamingContext create(String directory) {
    System.out.println("created");
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("ClusterWordCount");
    JavaStreamingContext jssc =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));
    jssc.checkpoint(directory + "/checkpoints");

    JavaDStream<String> words =
        jssc.receiverStream(new Lines(directory))
            .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
            .filter(word -> !word.equals("the"));
    JavaPairDStream<String, Integer> ones = words.mapToPair(word -> new Tuple2<>(word, 1));
    JavaPairDStream<String, Integer> counts =
        ones.updateStateByKey(
            (values, known) ->
                Optional.of(values.stream().mapToInt(n -> n).sum() + known.orElse(0)));
    JavaPairDStream<String, Integer> windowed =
        ones.reduceByKeyAndWindow(
            (a, b) -> a + b,
            (a, b) -> a - b,
            Durations.milliseconds(5 * BATCH_MILLIS),
            Durations.milliseconds(BATCH_MILLIS));

    ones.reduceByKey((a, b) -> a + b).print(20);
    words.dstream().saveAsTextFiles(directory + "/words", "");
    counts.foreachRDD(
        rdd -> append(directory, "counts", "state " + new TreeMap<>(rdd.collectAsMap())));
    windowed.foreachRDD(
        rdd -> append(directory, "counts", "window " + new TreeMap<>(rdd.collectAsMap()).keySet()));
    return jssc;
  }

  private static void append(String directory, String name, String line) throws IOException {
    Path file = Paths.get(directory, name);
    Files.write(
        file,
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
