// SPDX-License-Identifier: Apache-2.0
/**
 * Where streams and Beam's own meet: its collections in {@link org.dstreambeam.BeamStreams}, its
 * sources in {@link org.dstreambeam.BlockSource}.
 */
@NullMarked
package org.dstreambeam;

import org.jspecify.annotations.NullMarked;
