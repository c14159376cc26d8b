// SPDX-License-Identifier: Apache-2.0
/** Tests of the module as a whole: its layers. */
@NullMarked
package org.dstreambeam;

import org.jspecify.annotations.NullMarked;
