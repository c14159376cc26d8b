// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.junit.jupiter.api.Test;

/** {@code cogroup}, the joins and {@code subtractByKey} of RDDs. */
class JoinRddTest extends RddProgram {

  private static JavaPairRDD<String, Integer> left() {
    return pairs(
        3,
        pair("a", 1),
        pair("b", 2),
        pair("a", 3),
        pair("c", 4),
        pair("b", 5),
        pair("a", 6),
        pair("d", 7));
  }

  private static JavaPairRDD<String, String> right() {
    return pairs(2, pair("a", "x"), pair("e", "y"), pair("a", "z"), pair("c", "w"));
  }

  private static JavaPairRDD<Integer, String> nulls() {
    return pairs(2, pair(null, "n"), pair(1, null), pair(2, "b"), pair(null, "m"), pair(1, "a"));
  }

  @Test
  void groupsTheValuesOfTwoToFourRddsSideBySide() {
    assertThat(layout(left().cogroup(right())))
        .isEqualTo(
            "[(c,([4],[w]))] [(d,([7],[])), (a,([1, 3, 6],[x, z]))] [(e,([],[y])), (b,([2, 5],[]))]");
    assertThat(layout(left().cogroup(right(), left())))
        .isEqualTo(
            "[(c,([4],[w],[4]))] [(d,([7],[],[7])), (a,([1, 3, 6],[x, z],[1, 3, 6]))]"
                + " [(e,([],[y],[])), (b,([2, 5],[],[2, 5]))]");
    assertThat(layout(left().cogroup(right(), right(), left())))
        .isEqualTo(
            "[(c,([4],[w],[w],[4]))] [(d,([7],[],[],[7])), (a,([1, 3, 6],[x, z],[x, z],[1, 3, 6]))]"
                + " [(e,([],[y],[y],[])), (b,([2, 5],[],[],[2, 5]))]");
  }

  @Test
  void groupsIntoTheGivenPartitions() {
    String inTwo =
        "[(d,([7],[])), (b,([2, 5],[]))] [(e,([],[y])), (a,([1, 3, 6],[x, z])), (c,([4],[w]))]";
    assertThat(layout(left().cogroup(right(), 2))).isEqualTo(inTwo);
    assertThat(layout(left().cogroup(right(), new HashPartitioner(2)))).isEqualTo(inTwo);
    String inOne =
        "[(d,([7],[],[])), (e,([],[y],[y])), (a,([1, 3, 6],[x, z],[x, z])), (b,([2, 5],[],[])),"
            + " (c,([4],[w],[w]))]";
    assertThat(layout(left().cogroup(right(), right(), 1))).isEqualTo(inOne);
    assertThat(layout(left().cogroup(right(), right(), new HashPartitioner(1)))).isEqualTo(inOne);
    String four = layout(left().cogroup(right(), right(), left(), 3));
    assertThat(four).isEqualTo(layout(left().cogroup(right(), right(), left())));
    assertThat(layout(left().cogroup(right(), right(), left(), new HashPartitioner(3))))
        .isEqualTo(four);
  }

  @Test
  void hasAnotherNameForGrouping() {
    assertThat(layout(left().groupWith(right()))).isEqualTo(layout(left().cogroup(right())));
    assertThat(layout(left().groupWith(right(), right())))
        .isEqualTo(layout(left().cogroup(right(), right())));
    assertThat(layout(left().groupWith(right(), right(), left())))
        .isEqualTo(layout(left().cogroup(right(), right(), left())));
  }

  @Test
  void groupsWithWhatHasNoPartitions() {
    JavaPairRDD<String, String> none = noPartitions();
    assertThat(layout(left().cogroup(none)))
        .isEqualTo("[(c,([4],[]))] [(d,([7],[])), (a,([1, 3, 6],[]))] [(b,([2, 5],[]))]");
    assertThat(layout(none.cogroup(none))).isEqualTo("no partition");
    assertThat(layout(left().join(none))).isEqualTo("[] [] []");
    assertThat(layout(none.rightOuterJoin(right())))
        .isEqualTo(
            "[] [(e,(Optional.empty,y)), (a,(Optional.empty,x)), (a,(Optional.empty,z)),"
                + " (c,(Optional.empty,w))]");
  }

  @Test
  void joinsEveryValueWithEveryOther() {
    assertThat(layout(left().join(right())))
        .isEqualTo(
            "[(c,(4,w))] [(a,(1,x)), (a,(1,z)), (a,(3,x)), (a,(3,z)), (a,(6,x)), (a,(6,z))] []");
    String inOne = "[(a,(1,x)), (a,(1,z)), (a,(3,x)), (a,(3,z)), (a,(6,x)), (a,(6,z)), (c,(4,w))]";
    assertThat(layout(left().join(right(), 1))).isEqualTo(inOne);
    assertThat(layout(left().join(right(), new HashPartitioner(1)))).isEqualTo(inOne);
  }

  @Test
  void joinsWithWhatTheOtherLacks() {
    String a =
        "(a,(1,Optional[x])), (a,(1,Optional[z])), (a,(3,Optional[x])), (a,(3,Optional[z])),"
            + " (a,(6,Optional[x])), (a,(6,Optional[z]))";
    String leftOuter =
        "[(c,(4,Optional[w]))] [(d,(7,Optional.empty)), "
            + a
            + "] [(b,(2,Optional.empty)), (b,(5,Optional.empty))]";
    assertThat(layout(left().leftOuterJoin(right()))).isEqualTo(leftOuter);
    assertThat(layout(left().leftOuterJoin(right(), 3))).isEqualTo(leftOuter);
    assertThat(layout(left().leftOuterJoin(right(), new HashPartitioner(3)))).isEqualTo(leftOuter);
  }

  @Test
  void joinsWithWhatThisLacks() {
    String a =
        "(a,(Optional[1],x)), (a,(Optional[1],z)), (a,(Optional[3],x)), (a,(Optional[3],z)),"
            + " (a,(Optional[6],x)), (a,(Optional[6],z))";
    String rightOuter = "[(c,(Optional[4],w))] [" + a + "] [(e,(Optional.empty,y))]";
    assertThat(layout(left().rightOuterJoin(right()))).isEqualTo(rightOuter);
    assertThat(layout(left().rightOuterJoin(right(), 3))).isEqualTo(rightOuter);
    assertThat(layout(left().rightOuterJoin(right(), new HashPartitioner(3))))
        .isEqualTo(rightOuter);
  }

  @Test
  void joinsWithWhatEitherLacks() {
    String fullOuter =
        "[(d,(Optional[7],Optional.empty)), (b,(Optional[2],Optional.empty)),"
            + " (b,(Optional[5],Optional.empty))] [(e,(Optional.empty,Optional[y])),"
            + " (c,(Optional[4],Optional[w]))]";
    JavaPairRDD<String, Integer> without = left().filter(pair -> !pair._1().equals("a"));
    JavaPairRDD<String, String> other = right().filter(pair -> !pair._1().equals("a"));
    assertThat(layout(without.fullOuterJoin(other, 2))).isEqualTo(fullOuter);
    assertThat(layout(without.fullOuterJoin(other, new HashPartitioner(2)))).isEqualTo(fullOuter);
    assertThat(partitioner(without.fullOuterJoin(other))).isEqualTo("HashPartitioner(3)");
  }

  @Test
  void joinsNullKeysAndNullValues() {
    assertThat(layout(nulls().join(nulls())))
        .isEqualTo(
            "[(null,(n,n)), (null,(n,m)), (null,(m,n)), (null,(m,m)), (2,(b,b))]"
                + " [(1,(null,null)), (1,(null,a)), (1,(a,null)), (1,(a,a))]");
  }

  @Test
  void failsOnANullOnAnOuterSide() {
    assertThatThrownBy(() -> nulls().leftOuterJoin(nulls()).collect())
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nulls().rightOuterJoin(nulls()).collect())
        .hasRootCauseInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nulls().fullOuterJoin(nulls()).collect())
        .hasRootCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void takesThePartitionerThatOneHas() {
    JavaPairRDD<String, Integer> wide = left().reduceByKey(Integer::sum, 5);
    assertThat(layout(wide.join(right())))
        .isEqualTo("[] [] [(a,(10,x)), (a,(10,z))] [] [(c,(4,w))]");
    assertThat(partitioner(right().join(wide))).isEqualTo("HashPartitioner(5)");
    JavaPairRDD<String, Integer> narrow = left().partitionBy(new HashPartitioner(2));
    assertThat(layout(narrow.join(right())))
        .isEqualTo(
            "[] [(a,(1,x)), (a,(1,z)), (a,(3,x)), (a,(3,z)), (a,(6,x)), (a,(6,z)), (c,(4,w))]");
    assertThat(partitioner(narrow.join(wide))).isEqualTo("HashPartitioner(5)");
  }

  @Test
  void readsInPlaceWhatHasThePartitionerAlready() {
    JavaPairRDD<String, Integer> placed = left().partitionBy(new Always(2, 1));
    JavaPairRDD<String, Integer> same = placed.mapValues(value -> value * 10);
    assertThat(layout(placed.cogroup(same, placed.partitioner().get())))
        .isEqualTo(
            "[] [(d,([7],[70])), (a,([1, 3, 6],[10, 30, 60])), (b,([2, 5],[20, 50])),"
                + " (c,([4],[40]))]");
  }

  @Test
  void subtractsByKey() {
    assertThat(layout(left().subtractByKey(right()))).isEqualTo("[] [(d,7)] [(b,2), (b,5)]");
    assertThat(layout(left().subtractByKey(right(), 2))).isEqualTo("[(b,2), (b,5), (d,7)] []");
    assertThat(layout(left().subtractByKey(right(), new HashPartitioner(1))))
        .isEqualTo("[(b,2), (b,5), (d,7)]");
    assertThat(layout(left().partitionBy(new HashPartitioner(2)).subtractByKey(right())))
        .isEqualTo("[(b,2), (b,5), (d,7)] []");
    assertThat(partitioner(left().subtractByKey(right()))).isEqualTo("HashPartitioner(3)");
  }

  @Test
  void subtractsNullKeysAndNothing() {
    assertThat(layout(nulls().subtractByKey(nulls().filter(pair -> pair._1() != null))))
        .isEqualTo("[(null,n), (null,m)] []");
    assertThat(layout(nulls().subtractByKey(nulls().filter(pair -> pair._1() == null))))
        .isEqualTo("[(2,b)] [(1,null), (1,a)]");
    JavaPairRDD<String, String> none = noPartitions();
    assertThat(layout(left().subtractByKey(none)))
        .isEqualTo("[(c,4)] [(a,1), (a,3), (a,6), (d,7)] [(b,2), (b,5)]");
    assertThat(layout(none.subtractByKey(left()))).isEqualTo("no partition");
  }
}
