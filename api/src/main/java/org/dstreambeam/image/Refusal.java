// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.compute.ReplacingOutput;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.OwnSourceNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.spi.CannotStartException;
import org.jspecify.annotations.Nullable;

/** Says why a program cannot be sent: which operation holds what, and by which fields. */
final class Refusal {
  private static final String CANNOT = " cannot be sent to the cluster: ";
  private static final String OBJECT_HINT =
      ". Create it inside the function, keep it in a static field that is set when it is first"
          + " used, declare the field transient, or run the program with master local[n]";
  private static final String STREAM_HINT =
      ". A function that runs on the cluster has no use for it: combine streams with transformWith"
          + " or join, or run the program with master local[n]";

  private Refusal() {}

  private static final String OWN_HINT =
      "it makes RDDs with the SparkContext of this JVM. Bring its records with a receiver"
          + " (receiverStream), or run the program with master local[n]";

  /** For a plan of which writing failed. */
  static CannotStartException of(LogicalPlan plan, Throwable failure) {
    for (PlanNode node : plan.nodes()) {
      Throwable own = failureOf(node);
      if (own != null) {
        String reason = node instanceof OwnSourceNode ? OWN_HINT : reason(own, roots(node));
        return new CannotStartException(node.callSite() + CANNOT + reason, own);
      }
    }
    return new CannotStartException("The program" + CANNOT + reason(failure, List.of()), failure);
  }

  /**
   * Writes something beside the plan.
   *
   * @param what a noun for the beginning of a sentence
   */
  static byte[] write(String what, Object object) {
    try {
      return ProgramImage.write(object);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new CannotStartException(what + CANNOT + reason(e, List.of(object)), e);
    }
  }

  /** What writing this node without the others fails with; null if it does not. */
  private static @Nullable Throwable failureOf(PlanNode node) {
    Substitutes substitutes = new Substitutes();
    ReplacingOutput.Replacement alone =
        object ->
            object instanceof PlanNode other && !isSame(other, node)
                ? "another node"
                : substitutes.of(object);
    try (ReplacingOutput trial = ReplacingOutput.trial(alone)) {
      trial.writeObject(node);
      return null;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return e;
    }
  }

  @SuppressWarnings("ReferenceEquality") // two nodes are the same only if they are one object
  private static boolean isSame(PlanNode one, PlanNode other) {
    return one == other;
  }

  /** What the program has put into a node first: there the path is shortest. */
  private static List<Object> roots(PlanNode node) {
    List<Object> roots = new ArrayList<>();
    Object function = node.driverFunction();
    if (function != null) {
      roots.add(function);
    }
    if (node instanceof ReceiverSourceNode source) {
      roots.add(source.receiver());
    }
    roots.add(node);
    return roots;
  }

  private static String reason(Throwable failure, List<Object> roots) {
    if (failure instanceof StackOverflowError) {
      return "something in it is nested too deeply to be serialised, a linked list or an RDD with"
          + " a long lineage. Checkpoint the RDD, or give the thread that calls start() a larger"
          + " stack";
    }
    if (!(failure instanceof NotSerializableException)) {
      return "to serialise it fails with " + failure;
    }
    String culprit = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    for (Object root : roots) {
      FieldPath.Found found = FieldPath.to(culprit, root);
      if (found != null) {
        boolean isStream = Substitutes.isStream(found.object());
        return found
            + (isStream ? ", a stream" : ", which is not serializable")
            + (isStream ? STREAM_HINT : OBJECT_HINT);
      }
    }
    return "it refers to an object of " + culprit + ", which is not serializable" + OBJECT_HINT;
  }
}
