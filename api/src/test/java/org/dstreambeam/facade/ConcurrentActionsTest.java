// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Tuple2;

/** One RDD, asked by several threads; persisted and forgotten while jobs run. */
@Timeout(60)
class ConcurrentActionsTest extends ContextTest {

  private static final int THREADS = 4;
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static volatile CountDownLatch computing = new CountDownLatch(0);
  private static volatile CountDownLatch mayGoOn = new CountDownLatch(0);

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @BeforeEach
  void forget() {
    CALLS.set(0);
    computing = new CountDownLatch(0);
    mayGoOn = new CountDownLatch(0);
  }

  @AfterEach
  void end() {
    mayGoOn.countDown();
    threads.shutdownNow();
  }

  private JavaRDD<Integer> counted(int partitions) {
    return sc().parallelize(IntStream.range(0, 100).boxed().toList(), partitions).map(n -> call(n));
  }

  private static int call(int n) throws InterruptedException {
    CALLS.incrementAndGet();
    computing.countDown();
    mayGoOn.await();
    return n;
  }

  private <T> List<T> inParallel(Callable<T> action) throws Exception {
    List<Future<T>> futures = threads.invokeAll(java.util.Collections.nCopies(THREADS, action));
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  @Test
  void mapSidesAndPersistedPartitionsAreComputedOnce() throws Exception {
    JavaPairRDD<Integer, Integer> sums =
        counted(4).mapToPair(n -> new Tuple2<>(n % 10, n)).reduceByKey(Integer::sum, 3);
    JavaRDD<Integer> persisted = counted(4).cache();

    assertThat(inParallel(sums::collectAsMap)).allSatisfy(map -> assertThat(map).hasSize(10));
    assertThat(CALLS).hasValue(100);
    assertThat(inParallel(persisted::count)).containsOnly(100L);
    assertThat(CALLS).hasValue(200);
  }

  @Test
  void anRddMayBePersistedAndUnpersistedWhileItIsComputed() throws Exception {
    computing = new CountDownLatch(1);
    mayGoOn = new CountDownLatch(1);
    JavaRDD<Integer> rdd = counted(4);
    Future<Long> unkept = threads.submit(rdd::count);
    computing.await();
    rdd.cache();
    Future<Long> kept = threads.submit(rdd::count);
    rdd.unpersist();
    rdd.cache();
    mayGoOn.countDown();

    assertThat(unkept.get()).isEqualTo(100);
    assertThat(kept.get()).isEqualTo(100);
    rdd.count();
    int calls = CALLS.get();
    assertThat(rdd.count()).isEqualTo(100);
    assertThat(CALLS).hasValue(calls);
  }

  /** The job has left out the shuffle before a complete cache, which then goes. */
  @Test
  void aCacheThatGoesDuringAJobIsComputedAnewShuffleIncluded() throws Exception {
    JavaRDD<Integer> sums =
        counted(2).mapToPair(n -> new Tuple2<>(n % 10, n)).reduceByKey(Integer::sum, 2).values();
    JavaPairRDD<Integer, Integer> shuffled =
        sums.mapToPair(n -> new Tuple2<>(n, n)).reduceByKey(Integer::sum, 2).cache();
    shuffled.count();
    JavaRDD<Integer> reader =
        shuffled
            .values()
            .union(counted(1)) // waits in partition 2 of 3
            .coalesce(1)
            .mapPartitions(
                numbers -> {
                  computing.countDown();
                  mayGoOn.await();
                  return numbers;
                });
    computing = new CountDownLatch(1);
    mayGoOn = new CountDownLatch(1);
    Future<Long> job = threads.submit(reader::count);
    computing.await();

    shuffled.unpersist();
    mayGoOn.countDown();

    assertThat(job.get()).isEqualTo(110);
  }

  @Test
  void aPersistedPartitionThatFailsIsComputedAnewByTheNextJob() {
    JavaRDD<Integer> flaky =
        sc().parallelize(List.of(1, 2), 2)
            .map(
                n -> {
                  if (n == 2 && CALLS.getAndIncrement() == 0) {
                    throw new IllegalStateException("first time");
                  }
                  return n;
                })
            .cache();

    assertThatThrownBy(flaky::count).hasMessageContaining("first time");
    assertThat(flaky.collect()).containsExactly(1, 2);
    assertThat(flaky.collect()).containsExactly(1, 2);
    assertThat(CALLS).hasValue(2);
  }
}
