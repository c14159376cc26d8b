// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * States that grow, shrink, start from an RDD and time out, which they do in the tenth batch,
 * partition by partition.
 */
public final class ClusterStates {
  private static final Duration BATCH = Durations.milliseconds(400);

  private ClusterStates() {}

  /** Argument: a directory for checkpoints. */
  public static void main(String[] args) throws Exception {
    SparkConf conf =
        new SparkConf().setAppName("ClusterStates").set("spark.default.parallelism", "2");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, BATCH);
    JavaSparkContext sc = jssc.sparkContext();
    sc.setCheckpointDir(args[0]);

    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(sc.parallelize(Arrays.asList("tern", "gull", "tern", "auk"), 2));
    queue.add(sc.parallelize(Arrays.asList("gull", "gone", "kite"), 3));
    queue.add(sc.emptyRDD());
    queue.add(sc.parallelize(Arrays.asList("tern", "swift", "gone"), 1));
    for (int batch = 5; batch < 9; batch++) {
      queue.add(sc.emptyRDD());
    }
    queue.add(sc.parallelize(Arrays.asList("tern"), 2));
    JavaDStream<String> birds = jssc.queueStream(queue);
    JavaPairDStream<String, Integer> ones = birds.mapToPair(bird -> new Tuple2<>(bird, 1));
    JavaPairRDD<String, Integer> before =
        sc.parallelizePairs(Arrays.asList(new Tuple2<>("gone", 70), new Tuple2<>("tern", 40)), 2);

    ones.updateStateByKey(ClusterStates::total).print();

    Report report = new Report();
    report.add("updateStateByKey, 3", ones.updateStateByKey(ClusterStates::total, 3));
    report.add(
        "updateStateByKey with initial RDD",
        ones.updateStateByKey(ClusterStates::total, new HashPartitioner(2), before));

    JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
        ones.mapWithState(StateSpec.function(ClusterStates::follow).initialState(before));
    report.add("mapWithState with initial RDD", mapped);
    report.add("its snapshots", mapped.stateSnapshots());

    JavaMapWithStateDStream<String, Integer, Integer, String> idle =
        ones.mapWithState(
            StateSpec.function(ClusterStates::follow).numPartitions(3).timeout(BATCH.times(2)));
    report.add("mapWithState with timeout", idle);
    report.add("its snapshots", idle.stateSnapshots());

    report.print();

    LastBatch last = LastBatch.of(jssc, 11);
    jssc.start();
    last.await();
    jssc.stop();
  }

  /** Forgets a bird at a total of 3, 43, or more than 70. */
  private static Optional<Integer> total(List<Integer> values, Optional<Integer> known) {
    int sum = values.stream().mapToInt(n -> n).sum() + known.orElse(0);
    return sum > 70 || sum % 10 == 3 ? Optional.empty() : Optional.of(sum);
  }

  private static String follow(String bird, Optional<Integer> seen, State<Integer> state) {
    if (state.isTimingOut()) {
      return bird + " left after " + state.get();
    }
    int sum = seen.get() + (state.exists() ? state.get() : 0);
    if (bird.equals("gone")) {
      state.remove();
      return bird + " removed at " + sum;
    }
    state.update(sum);
    return bird + " seen " + sum;
  }
}
