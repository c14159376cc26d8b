// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.dstreambeam.testkit.StreamTest.batch;

import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.dstreambeam.examples.SessionCounts.Session;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

class SessionCountsTest {

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @Test
  void aSessionEndsWithALogoutOrInTheFirstSweepAfterItsTimeout() {
    JavaMapWithStateDStream<String, String, Session, String> ended =
        SessionCounts.ended(
            test.input(
                batch("ann home", "ben home", "ann cart"),
                batch("ann logout"),
                batch("cem home"),
                batch("ann home")),
            Durations.seconds(3),
            Durations.seconds(2));

    test.expect(
        ended,
        batch(),
        batch("ann: 3 pages from 1000 to 2000 ms, logged out"),
        batch(),
        batch(), // a sweep; ben has been away for three seconds, and not for more
        batch(),
        batch("ben: 1 pages from 1000 to 1000 ms, left"),
        batch(),
        batch(
            "ann: 1 pages from 4000 to 4000 ms, left", "cem: 1 pages from 3000 to 3000 ms, left"));
    test.expect(
        ended.stateSnapshots().map(Tuple2::_1),
        batch("ann", "ben"),
        batch("ben"),
        batch("ben", "cem"),
        batch("ann", "ben", "cem"),
        batch("ann", "ben", "cem"),
        batch("ann", "cem"),
        batch("ann", "cem"),
        batch());
    test.run();
  }
}
