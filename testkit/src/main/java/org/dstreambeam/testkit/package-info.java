// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of streaming programs as tables of batches, in and out: {@link
 * org.dstreambeam.testkit.StreamTest}.
 *
 * <p>They run on the virtual clock, so an hour of windows takes no longer than it takes to compute
 * them. Tests that would rather assert on Beam's collections find {@link
 * org.dstreambeam.BeamStreams}.
 */
@NullMarked
package org.dstreambeam.testkit;

import org.jspecify.annotations.NullMarked;
