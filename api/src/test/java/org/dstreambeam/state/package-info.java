// SPDX-License-Identifier: Apache-2.0
/** The kernels of operations that remember, by themselves. */
@NullMarked
package org.dstreambeam.state;

import org.jspecify.annotations.NullMarked;
