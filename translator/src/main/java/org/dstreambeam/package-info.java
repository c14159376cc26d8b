// SPDX-License-Identifier: Apache-2.0
/** Where streams and Beam's own collections meet: {@link org.dstreambeam.BeamStreams}. */
@NullMarked
package org.dstreambeam;

import org.jspecify.annotations.NullMarked;
