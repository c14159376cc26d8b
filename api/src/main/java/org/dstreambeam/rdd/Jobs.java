// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.LocalScheduler.StageTask;
import org.dstreambeam.task.LocalTask;
import org.jspecify.annotations.Nullable;

/** The actions as jobs: the stages before, then one task per partition, then what they make. */
final class Jobs {

  /** How many times as many partitions as before {@code take} tries next. */
  private static final int SCALE_UP = 4;

  private Jobs() {}

  /** What a task makes of a partition. */
  @FunctionalInterface
  interface Body<T, R> {
    R apply(Iterator<T> records) throws Exception;
  }

  /** As {@link Body}, told the partition's index. */
  @FunctionalInterface
  interface IndexedBody<T, R> {
    R apply(int partition, Iterator<T> records) throws Exception;
  }

  /** As {@link Body}, without a result. */
  @FunctionalInterface
  interface VoidBody<T> {
    void apply(Iterator<T> records) throws Exception;
  }

  static <T> void run(Dataset<T> dataset, VoidBody<T> body) {
    results(
        dataset,
        records -> {
          body.apply(records);
          return true;
        });
  }

  static <T, R> List<R> results(Dataset<T> dataset, Body<T, R> body) {
    return results(dataset, 0, dataset.partitions(), body);
  }

  /** One result for each of the partitions {@code from} to {@code until - 1}. */
  static <T, R> List<R> results(Dataset<T> dataset, int from, int until, Body<T, R> body) {
    return results(dataset, from, until, (partition, records) -> body.apply(records));
  }

  static <T, R> List<R> results(Dataset<T> dataset, int from, int until, IndexedBody<T, R> body) {
    try {
      dataset.context().localScheduler().checkRunning();
      List<R> results = List.of();
      if (from < until) { // as on Spark the stages before do not run either if nothing is asked for
        results = runJob(dataset, StagePartitions.range(from, until, dataset.partitions()), body);
      }
      dataset.afterJob();
      return results;
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** One result for each of these partitions, in this order. */
  static <T, R> List<R> results(Dataset<T> dataset, List<Integer> partitions, Body<T, R> body) {
    try {
      dataset.context().localScheduler().checkRunning();
      List<R> results =
          runJob(
              dataset,
              StagePartitions.of(partitions, dataset.partitions()),
              (partition, records) -> body.apply(records));
      dataset.afterJob();
      return results;
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  private static <T, R> List<R> runJob(
      Dataset<T> dataset, StagePartitions partitions, IndexedBody<T, R> body) throws Exception {
    LocalScheduler scheduler = dataset.context().localScheduler();
    return scheduler.runJob(
        dataset.context(),
        () -> {
          dataset.prepare(Collections.newSetFromMap(new IdentityHashMap<>()));
          JobRun job = Objects.requireNonNull(JobRun.current());
          return scheduler.runStage(partitions, p -> apply(job, dataset, body, p));
        });
  }

  private static <T, R> R apply(
      JobRun job, Dataset<T> dataset, IndexedBody<T, R> body, int partition) throws Exception {
    try {
      return body.apply(partition, dataset.iterator(partition));
    } catch (Throwable e) {
      FailedOperation.note(e, job.callSite() + " over " + dataset);
      throw e;
    }
  }

  /** The first {@code limit} records of each of some partitions. */
  static <T> List<List<T>> lists(Dataset<T> dataset, int from, int until, int limit) {
    boolean copy = dataset.sharesRecords();
    return results(
        dataset,
        from,
        until,
        records -> {
          Iterator<T> results = copy ? RecordCopy.each(records) : records;
          List<T> list = new ArrayList<>();
          while (list.size() < limit && results.hasNext()) {
            list.add(results.next());
          }
          return list;
        });
  }

  /** See {@link Dataset#computeAll}. */
  static <T, R> List<R> computeAll(Dataset<T> dataset, Properties properties, PartitionSink<R> sink)
      throws InterruptedException {
    int partitions = dataset.partitions();
    try {
      List<R> results =
          partitions == 0 ? List.of() : runJob(dataset, properties, new Storing<>(dataset, sink));
      dataset.afterJob();
      return results;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      Throwable reason = e instanceof SparkException && e.getCause() != null ? e.getCause() : e;
      if (isFatal(reason)) {
        throw (Error) reason;
      }
      // One that has no partition has failed, too: its checkpoint cannot be written, say.
      return IntStream.range(0, Math.max(1, partitions))
          .mapToObj(partition -> sink.failed(partition, reason))
          .toList();
    }
  }

  private static <R> List<R> runJob(Dataset<?> dataset, Properties properties, StageTask<R> task)
      throws Exception {
    LocalScheduler scheduler = dataset.context().localScheduler();
    return scheduler.runJob(
        properties,
        () -> {
          dataset.prepare(Collections.newSetFromMap(new IdentityHashMap<>()));
          return scheduler.runStage(0, dataset.partitions(), task);
        });
  }

  private static boolean isFatal(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }

  /** Hands partitions out for {@link #computeAll}. */
  private record Storing<T, R>(Dataset<T> dataset, PartitionSink<R> sink) implements StageTask<R> {

    @Override
    public R run(int partition) throws Exception {
      try {
        Iterator<T> records = dataset.iterator(partition);
        return sink.take(partition, dataset.sharesRecords() ? RecordCopy.each(records) : records);
      } catch (Throwable e) {
        LocalTask task = LocalTask.current();
        if (task != null) {
          FailedOperation.report(e, task, dataset.toString(), "partition " + partition);
        }
        throw e;
      }
    }

    @Override
    public @Nullable R insteadOf(int partition, Throwable failure) {
      return isFatal(failure) ? null : sink.failed(partition, failure);
    }
  }

  /** All that is left, in order. */
  static <T> List<T> list(Iterator<T> records) {
    List<T> list = new ArrayList<>();
    records.forEachRemaining(list::add);
    return list;
  }

  /** Partition 0 first, then more at a time, as many as the yield so far suggests. */
  static <T> List<T> take(Dataset<T> dataset, int n) {
    List<T> taken = new ArrayList<>();
    int partitions = dataset.partitions();
    int scanned = 0;
    while (taken.size() < n && scanned < partitions) {
      int until = (int) Math.min(partitions, scanned + nextRound(n, taken.size(), scanned));
      for (List<T> records : lists(dataset, scanned, until, n - taken.size())) {
        taken.addAll(records.subList(0, Math.min(records.size(), n - taken.size())));
      }
      scanned = until;
    }
    return taken;
  }

  private static long nextRound(int n, int taken, int scanned) {
    if (scanned == 0) {
      return 1;
    }
    long most = (long) scanned * SCALE_UP;
    if (taken == 0) {
      return most;
    }
    long estimate = (long) Math.ceil(1.5 * (n - taken) * scanned / taken);
    return Math.min(estimate, most);
  }

  static <T> T reduce(Dataset<T> dataset, Function2<T, T, T> function) {
    TaskFunction<Function2<T, T, T>> task = TaskFunction.of(function);
    boolean copy = dataset.sharesRecords();
    List<List<T>> partials = // of none or one result; a result may be null
        results(
            dataset,
            records -> {
              if (!records.hasNext()) {
                return List.of();
              }
              T result = drain(records.next(), records, task.perTask());
              return Collections.singletonList(copy ? RecordCopy.of(result) : result);
            });
    Iterator<T> rest = partials.stream().flatMap(List::stream).iterator();
    if (!rest.hasNext()) {
      throw new SparkUnsupportedOperationException("empty collection");
    }
    try {
      return drain(rest.next(), rest, function); // the driver's own function object
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  static <T> T fold(Dataset<T> dataset, T zero, Function2<T, T, T> function) {
    TaskFunction<Function2<T, T, T>> task = TaskFunction.of(function);
    boolean copy = dataset.sharesRecords();
    T start = RecordCopy.of(zero);
    List<T> partials =
        results(
            dataset,
            records -> {
              T result = drain(RecordCopy.of(zero), records, task.perTask());
              return copy ? RecordCopy.of(result) : result;
            });
    try {
      return drain(start, partials.iterator(), function);
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  static <T, U> U aggregate(
      Dataset<T> dataset, U zero, Function2<U, T, U> seqOp, Function2<U, U, U> combOp) {
    TaskFunction<Function2<U, T, U>> task = TaskFunction.of(seqOp);
    TaskFunction.of(combOp); // it does not travel, but Spark refuses one that could not
    boolean copy = dataset.sharesRecords();
    U start = RecordCopy.of(zero);
    List<U> partials =
        results(
            dataset,
            records -> {
              Function2<U, T, U> add = task.perTask();
              U result = RecordCopy.of(zero);
              while (records.hasNext()) {
                result = add.call(result, records.next());
              }
              return copy ? RecordCopy.of(result) : result;
            });
    try {
      return drain(start, partials.iterator(), combOp);
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** The records of some partitions, in the order in which they are named. */
  static <T> List<List<T>> partitions(Dataset<T> dataset, int[] partitions) {
    int count = dataset.partitions();
    for (int partition : partitions) {
      if (partition < 0 || partition >= count) {
        throw new IllegalArgumentException(
            "Attempting to access a non-existent partition: "
                + partition
                + ". Total number of partitions: "
                + count);
      }
    }
    List<List<T>> lists = new ArrayList<>();
    for (int from = 0, until; from < partitions.length; from = until) {
      until = from + 1; // neighbours go into one job
      while (until < partitions.length && partitions[until] == partitions[until - 1] + 1) {
        until++;
      }
      lists.addAll(lists(dataset, partitions[from], partitions[until - 1] + 1, Integer.MAX_VALUE));
    }
    return lists;
  }

  private static <T> T drain(T start, Iterator<T> records, Function2<T, T, T> function)
      throws Exception {
    T result = start;
    while (records.hasNext()) {
      result = function.call(result, records.next());
    }
    return result;
  }
}
