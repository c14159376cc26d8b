// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.SourceNode;

/**
 * What Beam reads from a source of its own.
 *
 * @param details the source's name
 * @param splits of the source; each is a partition of every batch
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record BeamSourceNode(
    String details, List<? extends UnboundedSource<?, ?>> splits, Duration slide, CallSite callSite)
    implements SourceNode {

  public BeamSourceNode {
    splits = List.copyOf(splits);
  }

  @Override
  public String operation() {
    return "stream";
  }

  /** For messages: what is read, and where that was declared. */
  String title() {
    return details + " (" + callSite + ")";
  }
}
