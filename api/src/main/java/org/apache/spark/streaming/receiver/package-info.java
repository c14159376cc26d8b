// SPDX-License-Identifier: Apache-2.0
/**
 * Sources written by users.
 *
 * <p>A {@link org.apache.spark.streaming.receiver.Receiver} is told when to start and when to stop,
 * and in between stores records from threads of its own. What it stores becomes part of the batch
 * that is open at that moment. The engine gives every launch a fresh copy of the receiver that the
 * program declared, and talks to it through a {@link
 * org.apache.spark.streaming.receiver.ReceiverSupervisor}; user code needs the receiver only.
 *
 * <p>Signatures of the receiver are those of Spark 3.5. Of the supervisor only what a receiver
 * calls is here.
 */
@NullMarked
package org.apache.spark.streaming.receiver;

import org.jspecify.annotations.NullMarked;
