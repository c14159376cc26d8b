// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Driver functions that capture the contexts, over a queue of RDDs and a window. Writes a line for
 * each batch that has words. {@code end} as second argument ends main without waiting for anything;
 * {@code fail} makes each batch fail; {@code unserializable} captures what cannot travel.
 */
public final class ClusterContexts {
  private static final long BATCH_MILLIS = 200;

  private ClusterContexts() {}

  /** A user's own exception, which only the application's jar has. */
  public static final class OwnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OwnException(String message) {
      super(message);
    }
  }

  /** Of a class that cannot be serialised. */
  static final class Connection {
    final String name = "a connection";
  }

  /** Holds one. */
  static final class Sink implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    final Connection connection = new Connection();
  }

  public static void main(String[] args) throws Exception {
    String file = args[0];
    String mode = args.length > 1 ? args[1] : "";
    SparkConf conf = new SparkConf().setAppName("ClusterContexts");
    JavaSparkContext sc = new JavaSparkContext(conf);
    JavaStreamingContext jssc = new JavaStreamingContext(sc, Durations.milliseconds(BATCH_MILLIS));
    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(sc.parallelize(Arrays.asList("to", "be", "or", "not"), 2));
    queue.add(sc.parallelize(Arrays.asList("to", "be"), 3));

    Broadcast<Set<String>> stopWords =
        sc.broadcast(new HashSet<>(Arrays.asList("the", "or", "is")));
    jssc.queueStream(queue)
        .filter(word -> !stopWords.value().contains(word))
        .mapToPair(word -> new Tuple2<>(word, 1))
        .reduceByKeyAndWindow((a, b) -> a + b, Durations.milliseconds(2 * BATCH_MILLIS))
        .foreachRDD(
            rdd -> {
              if (mode.equals("fail")) {
                append(file, "attempt");
                throw new OwnException("no sink today");
              }
              if (!rdd.isEmpty()) {
                long jobs = sc.parallelize(Arrays.asList(1, 2, 3), 2).count();
                String line = jobs + " " + new TreeMap<>(rdd.collectAsMap());
                append(file, line + " " + jssc.ssc().getState());
              }
            });
    if (mode.equals("print")) {
      jssc.queueStream(new LinkedList<>(Arrays.asList(sc.parallelize(Arrays.asList(1, 2)))))
          .count()
          .map(count -> "seen " + count)
          .print();
    }
    if (mode.equals("unserializable")) {
      Sink sink = new Sink();
      jssc.queueStream(new LinkedList<JavaRDD<String>>())
          .foreachRDD(rdd -> append(file, sink.connection.name));
    }

    jssc.start();
    System.out.println("started");
    if (!mode.equals("end")) {
      try {
        jssc.awaitTermination();
      } catch (Exception e) {
        System.out.println("awaitTermination threw, because of " + e.getCause());
        throw e;
      }
    }
    System.out.println("main has ended");
  }

  private static void append(String file, String line) throws java.io.IOException {
    Files.write(
        Paths.get(file),
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
