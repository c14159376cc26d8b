// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.plan.DeclaredReceiver;
import org.dstreambeam.plan.ReceiverSourceNode;

/** Feeds whose receiver stores nothing: the test does. Batches of a second, from 0. */
final class TestFeeds {

  private TestFeeds() {}

  static ReceiverFeed receiver(SparkConf conf, BatchClock clock, ReaderRounds rounds, int splits) {
    return receiver(conf, clock, rounds, splits, receiver -> {});
  }

  /** One whose receiver does that. */
  static ReceiverFeed receiver(
      SparkConf conf,
      BatchClock clock,
      ReaderRounds rounds,
      int splits,
      ScriptedReceiver.Script script) {
    ReceiverSourceNode node =
        new ReceiverSourceNode(
            "receiverStream",
            DeclaredReceiver.of(new ScriptedReceiver(script), 0),
            0,
            new Duration(Plans.BATCH_MILLIS),
            Plans.callSite("receiverStream"));
    BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
    return new ReceiverFeed(node, conf, grid, rounds, Splits.all(splits));
  }
}
