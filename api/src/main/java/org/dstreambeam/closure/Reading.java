// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a function.
 *
 * @param uses what it does with each dataset that it is given or derives, on all its ways together
 * @param onlyResult what it returns, if it has one way only and does nothing else; else null
 */
record Reading(Map<PlannedDataset<?>, Use> uses, @Nullable Value onlyResult) {}
