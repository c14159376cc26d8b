// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.jspecify.annotations.Nullable;

/**
 * {@code foreachRDD}: a driver function that is given the batch as an RDD.
 *
 * @param input the stream
 * @param function the user's own object, never copied: what it captured is the driver's
 * @param ahead what the function derives from the RDD, as far as it can be read from its code
 * @param onDemand how the RDD is made if the function is likely to need nothing but these; else
 *     null
 * @param notAhead why there is not more of that; null if there is no more, or nobody has looked
 * @param callSite where it was declared
 */
public record ForeachRddNode(
    PlanNode input,
    DriverFunction function,
    List<AheadChain> ahead,
    @Nullable BatchOnDemand onDemand,
    @Nullable String notAhead,
    CallSite callSite)
    implements OutputNode {

  /** The user's function, behind whichever of Spark's interfaces it came. */
  @FunctionalInterface
  public interface DriverFunction extends Serializable {
    void call(RDD<?> rdd, Time time) throws Exception;

    /** What the user wrote: the object whose fields a checkpoint would hold. */
    default Object userFunction() {
      return this;
    }

    /** {@code call}, which calls {@code userFunction}. */
    static DriverFunction of(Object userFunction, DriverFunction call) {
      return new DriverFunction() {
        @Override
        public void call(RDD<?> rdd, Time time) throws Exception {
          call.call(rdd, time);
        }

        @Override
        public Object userFunction() {
          return userFunction;
        }
      };
    }
  }

  public ForeachRddNode {
    ahead = List.copyOf(ahead);
  }

  /** A function of which nothing is known. */
  public ForeachRddNode(PlanNode input, DriverFunction function, CallSite callSite) {
    this(input, function, List.of(), null, null, callSite);
  }

  @Override
  public OutputNode with(StreamSettings settings) {
    boolean isKept =
        ahead.isEmpty() // or else it is hardly ever read
            && skipped().stream().anyMatch(stream -> settings.levelOf(stream).isValid());
    return isKept ? new ForeachRddNode(input, function, ahead, null, notAhead, callSite) : this;
  }

  @Override
  public List<PlanNode> inputs() {
    List<PlanNode> inputs = new ArrayList<>(List.of(gathered()));
    ahead.forEach(chain -> inputs.add(chain.node()));
    return inputs;
  }

  @Override
  public String operation() {
    return "foreachRDD";
  }

  @Override
  public String details() {
    List<String> details = new ArrayList<>();
    ahead.forEach(chain -> details.add("ahead: " + chain));
    if (notAhead != null) {
      details.add("not ahead: " + notAhead);
    }
    return String.join("; ", details);
  }

  @Override
  public void run(RDD<?> rdd, Time time) throws Exception {
    function.call(rdd, time);
  }

  @Override
  public Object driverFunction() {
    return function.userFunction();
  }
}
