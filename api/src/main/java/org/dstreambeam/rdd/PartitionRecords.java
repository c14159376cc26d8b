// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition whose records were computed, or why they could not be.
 *
 * @param records in order; none if there is a failure
 * @param failure what the task threw, or null
 */
public record PartitionRecords(List<?> records, @Nullable Throwable failure) {

  static PartitionRecords failed(Throwable failure) {
    return new PartitionRecords(List.of(), failure);
  }
}
