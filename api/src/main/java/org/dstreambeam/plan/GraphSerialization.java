// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.ReplacingOutput;
import org.dstreambeam.compute.Rethrow;

/**
 * Whether a checkpoint could hold a plan. Task functions were looked at when they were declared;
 * what is left are the functions that run on the driver.
 */
public final class GraphSerialization {

  private GraphSerialization() {}

  /** Streams may be captured: a checkpoint holds them anyway, as parts of the graph. */
  private static Object withoutStreams(Object object) {
    return object instanceof DStream<?> ? "stream" : object;
  }

  /**
   * @throws RuntimeException an undeclared {@link NotSerializableException} that names the class
   *     and the operation
   */
  public static void check(LogicalPlan plan) {
    for (PlanNode node : plan.nodes()) {
      Object function = node.driverFunction();
      if (function != null) {
        check(node, function);
      }
    }
  }

  private static void check(PlanNode node, Object function) {
    try (ReplacingOutput trial = ReplacingOutput.trial(GraphSerialization::withoutStreams)) {
      trial.writeObject(function);
    } catch (NotSerializableException e) {
      throw Rethrow.as(
          new NotSerializableException(
              "DStream checkpointing has been enabled but the DStreams with their functions are"
                  + " not serializable\n"
                  + e.getMessage()
                  + "\n\t- captured by the function given to "
                  + node.callSite()));
    } catch (IOException e) {
      throw Rethrow.as(e); // of a writeObject method of the user's
    }
  }
}
