// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.testkit.StreamTest.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.streaming.Durations;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RecoverableWordCountTest {

  /** Static, since a checkpoint would hold what the reporter captured. */
  private static final List<String> REPORTED = Collections.synchronizedList(new ArrayList<>());

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @BeforeEach
  void forget() {
    REPORTED.clear();
  }

  @Test
  void leavesOutTheExcludedWordsAndCountsThem(@TempDir Path checkpoints) {
    test.context().checkpoint(checkpoints.toString());
    RecoverableWordCount.report(
        test.input(batch("the sea", "the sea and"), batch(), batch("and the")),
        List.of("and", "the"),
        REPORTED::add);

    test.run();

    assertThat(REPORTED)
        .containsExactly(
            "[(sea,2)], dropped so far: 3", "[], dropped so far: 3", "[], dropped so far: 5");
  }
}
