/**
 * The physical operators: what a Beam transform does to blocks. They run the kernels of {@link
 * org.dstreambeam.compute} and turn what a user function throws into a block that carries it.
 */
@NullMarked
package org.dstreambeam.stage;

import org.jspecify.annotations.NullMarked;
