// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import com.google.auto.service.AutoService;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.image.ProgramImage;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;

/**
 * The DirectRunner with a plan that has travelled: it is written and read back before it runs. For
 * programs that ask for it by name.
 */
@AutoService(StreamingBackend.class)
public final class ImagedBackend implements StreamingBackend {
  private static final String NAME = "imaged";

  /** Seen by programs that are about to start, while tests want it. */
  private static volatile boolean wanted;

  private final DirectBackend direct = new DirectBackend();

  /** Has the program of {@code conf} ask for it. */
  public static SparkConf wantedBy(SparkConf conf) {
    wanted = true;
    return conf.set("spark.dstreambeam.runner", NAME);
  }

  /** No program asks for it any more. */
  public static void end() {
    wanted = false;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean runs(String master) {
    return wanted && direct.runs(master);
  }

  @Override
  public boolean recovers() {
    return false;
  }

  @Override
  public StreamingExecution start(StreamingProgram program) {
    byte[] image = ProgramImage.of(program.plan(), program.context(), Map.of());
    StreamingContext context = StreamingContext.getActive().get();
    LogicalPlan plan =
        ProgramImage.readPlan(image, Thread.currentThread().getContextClassLoader(), context);
    return direct.start(
        new StreamingProgram(
            plan,
            program.context(),
            program.clock(),
            program.onError(),
            program.onAbandoned(),
            new BatchHistory(plan, program.context()),
            null));
  }
}
