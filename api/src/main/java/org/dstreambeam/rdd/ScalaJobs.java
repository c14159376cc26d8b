// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.task.LocalTask;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/** {@code runJob} and {@code submitJob}: jobs of the program's own, in the terms of Scala. */
public final class ScalaJobs {

  private ScalaJobs() {}

  /** All partitions of a dataset, as the Scala sequence that {@code runJob} takes. */
  public static Seq<Object> allPartitions(Dataset<?> dataset) {
    List<Object> all = new ArrayList<>(IntStream.range(0, dataset.partitions()).boxed().toList());
    return JavaConverters.asScalaBuffer(all);
  }

  /** An array with a result for each partition, in the order of {@code partitions}. */
  @SuppressWarnings("NullAway") // a result may be null
  public static <T, U> Object run(
      Dataset<T> dataset,
      Function2<TaskContext, Iterator<T>, U> function,
      Seq<Object> partitions,
      ClassTag<U> resultTag) {
    List<U> results = results(dataset, TaskFunction.of(function), partitions);
    Object array = resultTag.newArray(results.size());
    for (int i = 0; i < results.size(); i++) {
      scala.runtime.ScalaRunTime$.MODULE$.array_update(array, i, results.get(i));
    }
    return array;
  }

  /** Hands each result to {@code handler}, on this thread, with its index in {@code partitions}. */
  public static <T, U> void run(
      Dataset<T> dataset,
      Function2<TaskContext, Iterator<T>, U> function,
      Seq<Object> partitions,
      Function2<Object, U, BoxedUnit> handler) {
    handle(results(dataset, TaskFunction.of(function), partitions), handler);
  }

  /**
   * As {@link #run}, in the background.
   *
   * @throws IllegalArgumentException if there is no such partition; at once, before there is a job
   */
  public static <T, U, R> BackgroundAction<R> submit(
      Dataset<T> dataset,
      Function1<Iterator<T>, U> function,
      Seq<Object> partitions,
      Function2<Object, U, BoxedUnit> handler,
      Function0<R> result) {
    TaskFunction<Function2<TaskContext, Iterator<T>, U>> task =
        TaskFunction.of(withoutContext(function));
    StagePartitions unused = StagePartitions.of(numbers(partitions), dataset.partitions());
    return BackgroundAction.ofOneJob(
        dataset.context(),
        () -> {
          handle(results(dataset, task, partitions), handler);
          return result.apply();
        });
  }

  /** A function that has no use for the context. */
  public static <T, U> Function2<TaskContext, Iterator<T>, U> withoutContext(
      Function1<Iterator<T>, U> function) {
    return (Function2<TaskContext, Iterator<T>, U> & java.io.Serializable)
        (context, records) -> function.apply(records);
  }

  private static <T, U> List<U> results(
      Dataset<T> dataset,
      TaskFunction<Function2<TaskContext, Iterator<T>, U>> task,
      Seq<Object> partitions) {
    return Jobs.results(
        dataset,
        numbers(partitions),
        records ->
            task.perTask().apply(LocalTask.current(), JavaConverters.asScalaIterator(records)));
  }

  private static List<Integer> numbers(Seq<Object> partitions) {
    return JavaConverters.seqAsJavaList(partitions).stream().map(Integer.class::cast).toList();
  }

  private static <U> void handle(List<U> results, Function2<Object, U, BoxedUnit> handler) {
    for (int i = 0; i < results.size(); i++) {
      handler.apply(i, results.get(i));
    }
  }
}
