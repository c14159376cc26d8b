// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.function.VoidFunction;
import org.dstreambeam.compute.TaskFunction;

/** The asynchronous actions. A function that cannot be serialised is refused by the call. */
public final class BackgroundActions {

  private BackgroundActions() {}

  public static <T> JavaFutureAction<Long> count(Dataset<T> dataset) {
    return new JavaBackgroundAction<>(BackgroundAction.ofOneJob(dataset.context(), dataset::count));
  }

  public static <T> JavaFutureAction<List<T>> collect(Dataset<T> dataset) {
    return new JavaBackgroundAction<>(
        BackgroundAction.ofOneJob(dataset.context(), () -> ResultList.of(dataset.collect())));
  }

  /** Has a job for each round of partitions it looks into. */
  public static <T> JavaFutureAction<List<T>> take(Dataset<T> dataset, int n) {
    return new JavaBackgroundAction<>(
        BackgroundAction.ofJobs(dataset.context(), () -> ResultList.of(dataset.take(n))));
  }

  /** The result is null. */
  public static <T> JavaFutureAction<Void> foreach(Dataset<T> dataset, VoidFunction<T> function) {
    TaskFunction<VoidFunction<T>> task = TaskFunction.of(function);
    return run(
        dataset,
        records -> {
          VoidFunction<T> each = task.perTask();
          while (records.hasNext()) {
            each.call(records.next());
          }
        });
  }

  /** The result is null. */
  public static <T> JavaFutureAction<Void> foreachPartition(
      Dataset<T> dataset, VoidFunction<Iterator<T>> function) {
    TaskFunction<VoidFunction<Iterator<T>>> task = TaskFunction.of(function);
    return run(dataset, records -> task.perTask().call(records));
  }

  @SuppressWarnings("NullAway") // there is no other Void
  private static <T> JavaFutureAction<Void> run(Dataset<T> dataset, Jobs.VoidBody<T> body) {
    return new JavaBackgroundAction<>(
        BackgroundAction.ofOneJob(
            dataset.context(),
            () -> {
              Jobs.run(dataset, body);
              return null;
            }));
  }
}
