// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.closure.ClosureReader.TooInvolved;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what driver functions will do with the RDDs of their batches, before there are any.
 *
 * <pre>
 *   rdd -> {
 *     if (!rdd.isEmpty()) {
 *       log.info("batch");
 *       rdd.map(f).foreachPartition(g);     -->   one chain: [map f], read once
 *     }
 *   }
 * </pre>
 *
 * A chain counts only if every step of it can be recognised when the function takes it, and if no
 * run reads its end more than once or in part. So whoever computes it ahead computes what would be
 * computed anyway, unless the function's way does not come there.
 */
public final class DriverFunctions {

  private static final Logger LOG = LoggerFactory.getLogger(DriverFunctions.class);

  private final SparkContext context;
  private final @Nullable Partitioner partitioner;

  /**
   * @param partitioner of the batches, if that is known
   */
  public DriverFunctions(SparkContext context, @Nullable Partitioner partitioner) {
    this.context = context;
    this.partitioner = partitioner;
  }

  /**
   * A step that leads from one RDD to the next.
   *
   * @param operation the API method
   * @param step a {@link org.dstreambeam.compute.NarrowFunction} or a {@link
   *     org.dstreambeam.compute.Shuffle}
   * @param keepsPartitioning whether keys stay where they are; for narrow functions
   */
  public record Step(String operation, Object step, boolean keepsPartitioning) {}

  /**
   * What an output function reads.
   *
   * @param chains each from the batch's RDD on, with at least one step
   * @param isAll whether it reads nothing else, but for the first records of something
   */
  public record Reads(List<List<Step>> chains, boolean isAll) {}

  /**
   * The chains that an output function reads.
   *
   * @param function a function of an RDD or of an RDD and a time
   * @param wrap makes the RDD that the function is given
   * @return no chain if the function cannot be read
   */
  public Reads chainsReadBy(Object function, Function<RDD<Object>, Object> wrap) {
    List<List<Step>> chains = new ArrayList<>();
    Reading reading = read(function, wrap);
    if (reading == null) {
      return new Reads(chains, false);
    }
    boolean isAll = true;
    for (Map.Entry<PlannedDataset<?>, Use> use : reading.uses().entrySet()) {
      PlannedDataset<?> dataset = use.getKey();
      if (!dataset.steps().isEmpty() && use.getValue().isOnce() && dataset.isPure()) {
        chains.add(dataset.steps());
      } else {
        isAll &= use.getValue().isHardlyAny();
      }
    }
    return new Reads(chains, isAll);
  }

  /**
   * Whether nobody could tell when, and how often, tasks take a step of a stream: it {@linkplain
   * NarrowFunction#isPure carries nothing that can change}, and its code only computes.
   */
  public static boolean isRepeatable(NarrowFunction<?, ?> step) {
    Object function = step.userFunction();
    return step.isPure()
        && (function == null || new TaskCode(function.getClass()).isPure(function));
  }

  /**
   * The chain whose result a function returns, if it does nothing but that; else null. Empty if it
   * returns what it is given.
   */
  public @Nullable List<Step> chainReturnedBy(Object function, Function<RDD<Object>, Object> wrap) {
    Reading reading = read(function, wrap);
    Value result = reading == null ? null : reading.onlyResult();
    return result != null
            && result.object() instanceof JavaRDDLike<?, ?> rdd
            && rdd.rdd().dataset() instanceof PlannedDataset<?> dataset
            && dataset.isPure()
        ? dataset.steps()
        : null;
  }

  private @Nullable Reading read(Object function, Function<RDD<Object>, Object> wrap) {
    Object given = wrap.apply(new RDD<>(new PlannedDataset<>(context, partitioner)));
    Value rdd = Value.of(given);
    try {
      ClosureCode code = ClosureCode.of(function, given.getClass());
      if (code == null) {
        return null;
      }
      return new ClosureReader(code).read(List.of(rdd, Value.UNKNOWN));
    } catch (TooInvolved e) {
      LOG.debug("{} is not computed ahead: {}", function.getClass(), e.getMessage());
      return null;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // Reading is only to be faster: whatever there is in a class file, the program goes on.
      LOG.debug("{} is not computed ahead: its code cannot be read", function.getClass(), e);
      return null;
    }
  }
}
