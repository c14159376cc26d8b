// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.dstreambeam.plan.SourceNode;

/**
 * A stream of records that can be read again. Started from a checkpoint, it repeats its batches.
 */
public interface ReplayableSourceNode extends SourceNode {

  /**
   * Opens a part of the source; its parts together are all of it.
   *
   * @param parts how many there are: always as many, over the life of a program
   */
  ReplayableRecords open(int part, int parts) throws Exception;
}
