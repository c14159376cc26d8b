// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.fixture.Spark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class QueueSourceTranslatorTest {

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void readsOneRddABatchThenBatchesOfOneEmptyPartition() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaStreamingContext context = new JavaStreamingContext(program.context());
    JavaSparkContext sc = context.sparkContext();
    Queue<JavaRDD<Integer>> queue = new ArrayDeque<>();
    queue.add(sc.parallelize(List.of(1, 2, 3), 2));
    queue.add(sc.parallelize(List.of(4), 1));
    List<List<List<Object>>> out = program.record(context.queueStream(queue));

    program.run(4);

    assertThat(out)
        .containsExactly(
            List.of(List.of(1), List.of(2, 3)),
            List.of(List.of(4)),
            List.of(List.of()),
            List.of(List.of()));
  }

  /** Such an RDD has a stage of its own before its partitions can be read. */
  @Test
  void readsAnRddThatIsTheResultOfAShuffle() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaStreamingContext context = new JavaStreamingContext(program.context());
    Queue<JavaRDD<Integer>> queue = new ArrayDeque<>();
    queue.add(
        context
            .sparkContext()
            .parallelizePairs(
                List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2), new Tuple2<>("a", 3)), 3)
            .reduceByKey(Integer::sum, 4)
            .map(Tuple2::_2));
    JavaDStream<Integer> stream = context.queueStream(queue);
    List<List<List<Object>>> straight = program.record(stream);
    List<List<List<Object>>> mapped = program.record(stream.map(n -> -n));

    program.run(1);

    assertThat(straight).containsExactly(List.of(List.of(), List.of(4), List.of(2), List.of()));
    assertThat(mapped).containsExactly(List.of(List.of(), List.of(-4), List.of(-2), List.of()));
  }

  @Test
  void aFailureInTheLineageOfAnRddIsTheFailureOfItsBatch() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaStreamingContext context = new JavaStreamingContext(program.context());
    JavaSparkContext sc = context.sparkContext();
    Queue<JavaRDD<Integer>> queue = new ArrayDeque<>();
    queue.add(sc.parallelize(List.of(0), 1).map(n -> 1 / n));
    queue.add(sc.parallelize(List.of(1), 1).map(n -> 1 / n));
    JavaPairDStream<Integer, Integer> keyed =
        context.queueStream(queue).mapToPair(n -> new Tuple2<>(n, n));
    List<List<List<Object>>> out = program.record(keyed.reduceByKey(Integer::sum, 1));

    program.run(2);

    assertThat(out).containsExactly(List.of(List.of(new Tuple2<>(1, 1))));
    assertThat(program.errors()).singleElement().isInstanceOf(ArithmeticException.class);
  }

  /** An RDD is asked for its partitions while its batch is cut, on a thread of the engine. */
  @Test
  void anRddThatCannotTellItsPartitionsFailsItsBatchOnly() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaStreamingContext context = new JavaStreamingContext(program.context());
    JavaSparkContext sc = context.sparkContext();
    Queue<JavaRDD<Integer>> queue = new ArrayDeque<>();
    queue.add(sc.parallelize(List.of(1), 0));
    queue.add(sc.parallelize(List.of(2), 1));
    List<List<List<Object>>> out = program.record(context.queueStream(queue).map(n -> n));

    program.run(2);

    assertThat(out).containsExactly(List.of(List.of(2)));
    assertThat(program.errors())
        .singleElement()
        .hasToString("java.lang.IllegalArgumentException: Positive number of partitions required");
  }
}
