// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
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
  public record Step(String operation, Object step, boolean keepsPartitioning)
      implements Serializable {}

  /**
   * Whether nobody could tell when, and how often, tasks take a step of a stream: it {@linkplain
   * NarrowFunction#isPure carries nothing that can change}, and its code only computes.
   */
  public static boolean isRepeatable(NarrowFunction<?, ?> step) {
    Object function = step.userFunction();
    return step.isPure()
        && (function == null || new TaskCode(function.getClass()).impurity(function) == null);
  }

  /**
   * Reads a driver function.
   *
   * @param function a function of an RDD or of an RDD and a time
   * @param wrap makes the RDD that the function is given
   */
  public ReadFunction read(Object function, Function<RDD<Object>, Object> wrap) {
    Object given = wrap.apply(new RDD<>(new PlannedDataset<>(context, partitioner)));
    Value rdd = Value.of(given);
    try {
      ClosureCode code = ClosureCode.of(function, given.getClass());
      if (code == null) {
        return ReadFunction.unreadable("its code cannot be read");
      }
      Reading reading = new ClosureReader(code).read(List.of(rdd, Value.unknown("the batch time")));
      return new ReadFunction(reading, "");
    } catch (TooInvolved e) {
      return ReadFunction.unreadable(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // Reading is only to be faster: whatever there is in a class file, the program goes on.
      LOG.debug("{} is not computed ahead: its code cannot be read", function.getClass(), e);
      return ReadFunction.unreadable("its code cannot be read: " + e);
    }
  }
}
