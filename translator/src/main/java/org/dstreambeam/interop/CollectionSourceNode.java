// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import org.apache.beam.sdk.values.PCollection;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.SourceNode;

/**
 * A collection of Beam's as an input stream.
 *
 * @param records the records; their timestamps decide their batches
 * @param batches how many batches there are at least
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record CollectionSourceNode(
    PCollection<?> records, int batches, Duration slide, CallSite callSite) implements SourceNode {

  @Override
  public String operation() {
    return "stream";
  }

  @Override
  public String details() {
    return records.getName();
  }
}
