// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.SourceNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class PlanTranslatorTest {

  /** A connector's node whose jar is not there. */
  private record MissingNode(Duration slide, CallSite callSite) implements SourceNode {
    @Override
    public String operation() {
      return "createDirectStream";
    }
  }

  private static final Pattern STABLE =
      Pattern.compile("[A-Za-z]+-[0-9]+( (batches|write|group|read|input [0-9]+))?|driver");

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void namesTheNodeThatHasNoTranslator() {
    MissingNode missing = new MissingNode(new Duration(1000), Plans.callSite("createDirectStream"));
    LogicalPlan plan = Plans.of(missing, missing, (rdd, time) -> {});

    assertThatThrownBy(
            () ->
                new PlanTranslator()
                    .translate(
                        plan,
                        Pipeline.create(),
                        Deployment.local("none", StageCoders.of(new HandleCoder<>()), 0, 2)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "No translator for createDirectStream at Test.java:1 ("
                + MissingNode.class.getName()
                + "): is the jar that brings it on the class path?");
  }

  @Test
  void everyTransformIsNamedAfterItsNode() {
    TestProgram program = new TestProgram(spark);
    declare(program);
    Set<String> names = new HashSet<>();
    LogicalPlan plan = program.plan();
    plan.nodes().forEach(node -> names.add(plan.nameOf(node)));

    assertThat(program.transforms())
        .allMatch(name -> STABLE.matcher(name).matches())
        .allMatch(name -> name.equals("driver") || names.contains(name.split(" ", -1)[0]));
  }

  @Test
  void theSameProgramHasTheSameNamesAgain() {
    TestProgram program = new TestProgram(spark);
    TestProgram again = new TestProgram(spark);
    declare(program);
    declare(again);

    assertThat(again.transforms()).isEqualTo(program.transforms());
  }

  @Test
  void readsASourceThatNoOutputNeeds() throws Exception {
    TestProgram program = new TestProgram(spark);
    program.batches(spark.rdd(List.of("unread")));
    List<List<List<Object>>> out = program.record(program.batches(spark.rdd(List.of("read"))));

    assertThat(program.transforms()).contains("queueStream-1 batches", "queueStream-2 batches");
    program.run(1);

    assertThat(out).containsExactly(List.of(List.of("read")));
  }

  @Test
  void outputsRunInTheOrderOfDeclarationBatchAfterBatch() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> stream = program.batches(spark.rdd(List.of("a")));
    List<String> log = new ArrayList<>();
    stream.count().foreachRDD((rdd, time) -> log.add("count " + time.milliseconds()));
    stream.foreachRDD((rdd, time) -> log.add("plain " + time.milliseconds()));

    program.run(20);

    List<String> expected = new ArrayList<>();
    for (long time = 1000; time <= 20_000; time += 1000) {
      expected.add("count " + time);
      expected.add("plain " + time);
    }
    assertThat(log).isEqualTo(expected);
  }

  @Test
  void noTwoTranslatorsClaimOneNode() {
    List<Class<?>> types = new ArrayList<>();
    for (NodeTranslator<?> translator : ServiceLoader.load(NodeTranslator.class)) {
      types.add(translator.nodeType());
    }

    assertThat(types).isNotEmpty().doesNotHaveDuplicates();
  }

  private static void declare(TestProgram program) {
    JavaDStream<String> words = program.<String>batches().union(program.batches()).map(w -> w);
    JavaPairDStream<String, Integer> counts =
        words.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey(Integer::sum, 2);
    program.record(counts.union(counts));
    program.record(words.count());
    words.print();
  }
}
