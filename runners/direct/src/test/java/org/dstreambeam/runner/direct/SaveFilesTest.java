// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What outputs that write files say of themselves. */
class SaveFilesTest {

  @RegisterExtension final Program program = Program.onManualClock();

  @Test
  void aFailureNamesTheOutputAndWhereItWasDeclared() {
    program.emptyBatches().dstream().saveAsTextFiles("nosuch://host/out", "txt");
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(1);

    Throwable failure = catchThrowable(context::awaitTermination);

    assertThat(failure).hasMessage("No FileSystem for scheme \"nosuch\"");
    assertThat(Arrays.stream(failure.getSuppressed()).map(Throwable::toString))
        .singleElement()
        .asString()
        .matches(
            "saveAsTextFiles at SaveFilesTest\\.java:\\d+ failed:"
                + " it was to write to nosuch://host/out-1000\\.txt");
  }

  @Test
  void thePlanShowsTheOutputAndItsFiles() {
    program.emptyBatches().dstream().saveAsTextFiles("out", "txt");
    program.emptyBatches().dstream().saveAsObjectFiles("objects", null);

    assertThat(program.context().ssc().lifecycle().plan().build().describe())
        .contains("saveAsTextFiles-1 [out-<time>.txt] at SaveFilesTest.java:")
        .contains("saveAsObjectFiles-1 [objects-<time>] at SaveFilesTest.java:");
  }
}
