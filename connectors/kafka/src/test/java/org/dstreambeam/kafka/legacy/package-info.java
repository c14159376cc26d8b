// SPDX-License-Identifier: Apache-2.0

/** Tests of the 0-8 API, on a broker where they need one. */
@NullMarked
package org.dstreambeam.kafka.legacy;

import org.jspecify.annotations.NullMarked;
