// SPDX-License-Identifier: Apache-2.0
/**
 * The receivers that come with the product.
 *
 * <p>They are ordinary {@link org.apache.spark.streaming.receiver.Receiver receivers}: the methods
 * of the streaming context that create a socket stream declare one, and the engine runs it as it
 * runs a receiver of the user's. Programs get them through the streaming context and do not name
 * them.
 *
 * <p>Being serialised for each launch, a receiver here holds its configuration only; what it opens
 * it keeps in transient fields.
 */
@NullMarked
package org.dstreambeam.receiver;

import org.jspecify.annotations.NullMarked;
