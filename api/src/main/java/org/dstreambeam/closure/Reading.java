// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a function.
 *
 * @param uses what it does with each dataset that it is given or derives, on all its ways together
 * @param result what it returns on its last way; null if it returns nothing
 * @param isStraight whether it has one way only
 * @param doubts why parts of it could not be followed, and what it does besides
 */
record Reading(
    Map<PlannedDataset<?>, Use> uses, @Nullable Value result, boolean isStraight, Doubts doubts) {}
