// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.Durations;
import org.junit.jupiter.api.Test;

class LogicalPlanTest {

  private final PlanFixture program = new PlanFixture();

  @Test
  void describesAForkAndAUnion() {
    PlanNode first = program.source();
    PlanNode second = program.source();
    program.source();
    PlanNode words = program.map(program.union(program.map(first), second));
    program.print(program.reduceByKey(words, 2));
    program.foreachRdd(words);

    assertThat(program.builder.build().describe())
        .isEqualTo(
            """
            batch 1000 ms
              print-1 [first 10] at Words.java:8
                take-1 at Words.java:8
                  reduceByKey-1 [HashPartitioner(2)] at Words.java:7
                    map-2 at Words.java:6
                      union-1 at Words.java:5
                        map-1 at Words.java:4
                          queueStream-1 [0 RDDs, one a batch] at Words.java:1
                        queueStream-2 [0 RDDs, one a batch] at Words.java:2
              foreachRDD-1 at Words.java:9
                map-2, as above
              queueStream-3 [0 RDDs, one a batch] at Words.java:3
            """);
  }

  @Test
  void namesStayTheSameWhenUnrelatedOperationsAreAdded() {
    PlanFixture longer = new PlanFixture();
    PlanNode counted = program.reduceByKey(program.source(), 2);
    PlanNode filtered = longer.reduceByKey(longer.filter(longer.source()), 2);
    program.foreachRdd(counted);
    longer.foreachRdd(filtered);

    assertThat(program.builder.build().nameOf(counted)).isEqualTo("reduceByKey-1");
    assertThat(longer.builder.build().nameOf(filtered)).isEqualTo("reduceByKey-1");
  }

  @Test
  void describesTheSamePlanAlikeEveryTime() {
    program.foreachRdd(program.map(program.source()));

    String once = program.builder.build().describe();

    assertThat(program.builder.build().describe()).isEqualTo(once);
    assertThat(program.builder.build()).hasToString(once);
  }

  @Test
  void ordersEveryNodeAfterItsInputs() {
    PlanNode source = program.source();
    PlanNode left = program.map(source);
    PlanNode right = program.filter(source);
    PlanNode union = program.union(right, left);
    program.foreachRdd(union);
    LogicalPlan plan = program.builder.build();

    assertThat(plan.nodes().stream().map(plan::nameOf))
        .containsExactly("queueStream-1", "filter-1", "map-1", "union-1", "foreachRDD-1");
  }

  @Test
  void countsHowOftenAResultIsRead() {
    PlanNode source = program.source();
    PlanNode union = program.union(source, source);
    program.foreachRdd(union);
    program.foreachRdd(source);
    LogicalPlan plan = program.builder.build();

    assertThat(plan.consumersOf(source)).isEqualTo(3);
    assertThat(plan.consumersOf(union)).isEqualTo(1);
    assertThat(plan.consumersOf(plan.outputs().get(0))).isZero();
  }

  @Test
  void leavesOutWhatNoOutputNeeds() {
    PlanNode source = program.source();
    PlanNode unused = program.map(source);
    program.foreachRdd(source);
    LogicalPlan plan = program.builder.build();

    assertThat(plan.nodes()).doesNotContain(unused);
    assertThatThrownBy(() -> plan.nameOf(unused))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(" is not part of this plan");
  }

  @Test
  void refusesAPlanWithoutOutputs() {
    program.map(program.source());

    assertThatThrownBy(program.builder::build)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: No output operations registered, so nothing to execute");
  }

  @Test
  void isNotChangedByWhatIsDeclaredLater() {
    PlanNode source = program.source();
    program.foreachRdd(source);
    LogicalPlan plan = program.builder.build();
    program.foreachRdd(source);
    program.source();

    assertThat(plan.outputs()).hasSize(1);
    assertThat(plan.sources()).hasSize(1);
    assertThat(program.builder.sourceCount()).isEqualTo(2);
  }

  @Test
  void refusesAUnionOfNothingAndOfDifferentSlides() {
    CallSite site = new CallSite("union", "Words.java", 1);
    PlanNode slow =
        new QueueSourceNode(
            "queueStream", RddQueue.copyOf(List.of()), true, null, Durations.seconds(2), site);

    assertThatThrownBy(() -> new UnionNode(List.of(), site))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Union called on no streams");
    assertThatThrownBy(() -> program.union(program.source(), slow))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Some of the DStreams have different slide durations");
  }

  @Test
  void knowsHowResultsArePartitioned() {
    PlanNode two = program.reduceByKey(program.source(), 2);
    PlanNode alsoTwo = program.reduceByKey(program.source(), 2);
    PlanNode three = program.reduceByKey(program.source(), 3);

    assertThat(program.source().partitioner()).isNull();
    assertThat(program.filter(two).partitioner()).isEqualTo(new HashPartitioner(2));
    assertThat(program.map(two).partitioner()).isNull();
    assertThat(program.union(two, alsoTwo).partitioner()).isEqualTo(new HashPartitioner(2));
    assertThat(program.union(two, three).partitioner()).isNull();
  }
}
