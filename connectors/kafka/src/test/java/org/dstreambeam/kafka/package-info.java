// SPDX-License-Identifier: Apache-2.0

/** Tests of streams over Kafka, on a broker of their own or a scripted consumer. */
@NullMarked
package org.dstreambeam.kafka;

import org.jspecify.annotations.NullMarked;
