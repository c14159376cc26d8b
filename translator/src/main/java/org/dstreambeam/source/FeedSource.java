// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.dstreambeam.block.Block;
import org.jspecify.annotations.Nullable;

/**
 * The Beam face of a {@link BlockFeed}. It has as many splits as the program says, whatever the
 * runner wants. In one JVM that is one per worker thread, so that readers that wait occupy all of
 * them and the DirectRunner has no thread left to spin on.
 */
public final class FeedSource extends UnboundedSource<Block, FeedSource.Mark> {

  private static final long serialVersionUID = 1L;
  private static final int NOT_SPLIT = -1;

  private final String program;
  private final String source;
  private final int splits;
  private final int split;
  private final Coder<Block> coder;

  /**
   * @param program under which {@link LocalPrograms} finds the program
   * @param source name of the input stream in the plan
   * @param splits how many readers share it
   * @param coder of its blocks
   */
  public FeedSource(String program, String source, int splits, Coder<Block> coder) {
    this(program, source, splits, NOT_SPLIT, coder);
  }

  private FeedSource(String program, String source, int splits, int split, Coder<Block> coder) {
    this.program = program;
    this.source = source;
    this.splits = splits;
    this.split = split;
    this.coder = coder;
  }

  /**
   * Where a split stands. On a runner that keeps no checkpoints nobody reads it: the feed outlives
   * its readers and knows its position.
   */
  public static final class Mark implements UnboundedSource.CheckpointMark {

    private final SplitPosition position;
    private final @Nullable Runnable onComplete;

    Mark(SplitPosition position, @Nullable Runnable onComplete) {
      this.position = position;
      this.onComplete = onComplete;
    }

    SplitPosition position() {
      return position;
    }

    @Override
    public void finalizeCheckpoint() {
      if (onComplete != null) { // not of a mark that was read back
        onComplete.run();
      }
    }
  }

  @Override
  public List<FeedSource> split(int desiredNumSplits, PipelineOptions options) {
    return IntStream.range(0, splits)
        .mapToObj(i -> new FeedSource(program, source, splits, i, coder))
        .toList();
  }

  @Override
  public UnboundedReader<Block> createReader(PipelineOptions options, @Nullable Mark mark) {
    HostedProgram hosted = LocalPrograms.get(program);
    int number = Math.max(split, 0);
    BlockFeed feed = hosted.open(source, number);
    try {
      feed.resume(number, mark == null ? null : mark.position());
    } catch (Throwable e) { // Errors too: there is no reader that would close it
      hosted.close(feed);
      throw e;
    }
    return new BlockReader(this, feed, number, hosted::check, () -> hosted.close(feed));
  }

  @Override
  public Coder<Block> getOutputCoder() {
    return coder;
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return DelegateCoder.of(
        ByteArrayCoder.of(),
        mark -> mark.position().toBytes(),
        bytes -> new Mark(SplitPosition.of(bytes), null));
  }
}
