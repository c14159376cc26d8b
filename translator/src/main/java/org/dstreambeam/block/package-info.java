/**
 * The physical layer: one Beam element is a {@link org.dstreambeam.block.Block}, the records of one
 * partition of one batch, so that what Beam costs per element is paid once per thousands of
 * records.
 */
@NullMarked
package org.dstreambeam.block;

import org.jspecify.annotations.NullMarked;
