// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Rdds.expect;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple2;

/** Where the RDD API is not Spark's on purpose. Not run on Spark. */
class RddDeviationsTest {

  @Deviation("A `JavaDoubleRDD` is one RDD")
  @Test
  void aDoubleRddHasTheNameAndTheLevelItWasGiven() throws Exception {
    Rdds.run(
        rdds -> {
          JavaDoubleRDD numbers = rdds.numbers(2, 1).mapToDouble(n -> n).setName("halves").cache();
          assertThat(numbers.name()).isEqualTo("halves");
          assertThat(numbers.getStorageLevel()).isEqualTo(StorageLevels.MEMORY_ONLY);
        });
  }

  @Deviation("`coalesce` puts neighbours together, persisted or not")
  @Test
  void coalesceOfWhatIsKeptPutsNeighboursTogether() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<Integer> kept = rdds.numbers(10, 10).map(n -> n).cache();
          assertThat(kept.count()).isEqualTo(10);
          expect(kept.coalesce(3), "[0, 1, 2] [3, 4, 5] [6, 7, 8, 9]");
        });
  }

  @Deviation("`coalesce` puts neighbours together, persisted or not")
  @Test
  void aStrategyForCoalesceIsRefused() throws Exception {
    Rdds.run(
        rdds -> {
          @SuppressWarnings({"unchecked", "rawtypes"}) // a strategy of whatever kind
          Option<Object> strategy = (Option) Option.apply("a strategy");
          assertThatThrownBy(() -> coalesce(rdds.numbers(4, 2), strategy))
              .hasRootCauseInstanceOf(UnsupportedOperationException.class);
        });
  }

  /** By reflection: the option is one of a type that is not here. */
  private static void coalesce(JavaRDD<Integer> numbers, Option<Object> strategy)
      throws ReflectiveOperationException {
    numbers
        .rdd()
        .getClass()
        .getMethod("coalesce", int.class, boolean.class, Option.class, scala.math.Ordering.class)
        .invoke(numbers.rdd(), 1, false, strategy, null);
  }

  @Deviation("What a piped process writes to standard error is logged")
  @Test
  void aLineOfAPipedProcessIsLoggedUnderTheProgramsName() throws Exception {
    PrintStream own = System.err;
    Watched watched = new Watched("oops");
    System.setErr(new PrintStream(watched, true, UTF_8));
    try {
      Rdds.run(
          rdds ->
              rdds.numbers(1, 1).pipe(Arrays.asList("sh", "-c", "cat; echo oops >&2")).collect());
      assertThat(watched.seen).succeedsWithin(Duration.ofSeconds(30));
    } finally {
      System.setErr(own);
    }
    assertThat(watched.toString(UTF_8)).contains("WARN").contains("sh: oops");
  }

  /** Tells when a text has been written. */
  private static final class Watched extends ByteArrayOutputStream {
    final CompletableFuture<Boolean> seen = new CompletableFuture<>();
    private final String text;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (toString(UTF_8).contains(text)) {
        seen.complete(true);
      }
    }
  }

  @Deviation("`toDebugString` has fewer lines")
  @Test
  void aShuffleIsOneLine() throws Exception {
    Rdds.run(
        rdds -> {
          String text = rdds.numbers(4, 2).repartition(3).toDebugString();
          assertThat(text.replaceAll("\\[\\d+\\] at .*?:\\d+", ""))
              .isEqualTo("(3) ShuffledRDD []\n +-(2) ParallelCollectionRDD []");
        });
  }

  /** Would fail a job that asks it to write a record. */
  private static final class NoSerializer extends Serializer implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public SerializerInstance newInstance() {
      throw new IllegalStateException("asked");
    }
  }

  @Deviation("Serializers are not asked")
  @Test
  void aSerializerIsNotAsked() throws Exception {
    Rdds.run(
        rdds ->
            assertThat(
                    rdds.numbers(4, 2)
                        .mapToPair(n -> new Tuple2<>(n % 2, n))
                        .combineByKey(
                            n -> n,
                            Integer::sum,
                            Integer::sum,
                            new HashPartitioner(1),
                            true,
                            new NoSerializer())
                        .collect())
                .isEqualTo(List.of(new Tuple2<>(0, 2), new Tuple2<>(1, 4))));
    assertThatThrownBy(() -> new KryoSerializer(new SparkConf()).newInstance())
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("use a JavaSerializer");
  }
}
