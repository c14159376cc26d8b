/**
 * What time it is, for batches: the wall clock, a clock moved by hand, and a virtual clock that
 * runs the batches as fast as they compute.
 */
@NullMarked
package org.dstreambeam.clock;

import org.jspecify.annotations.NullMarked;
