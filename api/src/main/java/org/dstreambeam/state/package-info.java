// SPDX-License-Identifier: Apache-2.0
/**
 * What streams keep of their past: the kernels of {@code updateStateByKey}, {@code mapWithState}
 * and windowed reductions, one partition at a time. Knows neither Beam nor threads.
 */
@org.jspecify.annotations.NullMarked
package org.dstreambeam.state;
