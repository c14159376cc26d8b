// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Beam source of which a test says what its splits have. A mark is how many records are before
 * it. Tests append, and wait until that was read; those that use it have a timeout.
 */
final class ScriptedSource extends UnboundedSource<String, ScriptedSource.Mark> {

  private static final long serialVersionUID = 1L;

  private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();
  private static final int NOT_SPLIT = -1;

  private final String id;
  private final int split;
  private final boolean durable;

  /** What all copies of the source share. */
  private static final class Script {
    private final List<Part> parts = new ArrayList<>();
    private final List<String> finalized = new ArrayList<>();
    private int open;
    private boolean beginsAtTheEnd;
  }

  private static final class Part {
    private final List<String> records = new ArrayList<>();
    private int idle;
    private int reads;
    private boolean over;
    private boolean stuck;
    private @Nullable Throwable failure;
    private @Nullable RuntimeException markFailure;
  }

  private ScriptedSource(String id, int split, boolean durable) {
    this.id = id;
    this.split = split;
    this.durable = durable;
  }

  static ScriptedSource ofSplits(int count) {
    return of(count, true);
  }

  /** Its marks have no coder. */
  static ScriptedSource withoutDurableMarks(int splits) {
    return of(splits, false);
  }

  private static ScriptedSource of(int splits, boolean durable) {
    Script script = new Script();
    IntStream.range(0, splits).forEach(i -> script.parts.add(new Part()));
    String id = UUID.randomUUID().toString();
    SCRIPTS.put(id, script);
    return new ScriptedSource(id, NOT_SPLIT, durable);
  }

  private Script script() {
    Script script = SCRIPTS.get(id);
    if (script == null) {
      throw new IllegalStateException("No script " + id);
    }
    return script;
  }

  void append(int part, String... records) {
    Script script = script();
    synchronized (script) {
      script.parts.get(part).records.addAll(List.of(records));
      script.parts.get(part).idle = 0;
    }
  }

  /** Appends, and returns when the feed has added that to a batch. */
  void read(int part, String... records) throws InterruptedException {
    append(part, records);
    awaitIdle(part);
  }

  /** Returns when the split's reader has found twice that there is no more. */
  void awaitIdle(int part) throws InterruptedException {
    Script script = script();
    synchronized (script) {
      script.parts.get(part).idle = 0;
      while (script.parts.get(part).idle < 2) {
        script.wait();
      }
    }
  }

  /** The next time that it is divided there are more. */
  void moreSplits(int count) {
    Script script = script();
    synchronized (script) {
      IntStream.range(0, count).forEach(i -> script.parts.add(new Part()));
    }
  }

  /** A reader without a mark leaves out what is there already. */
  void beginsAtTheEnd() {
    Script script = script();
    synchronized (script) {
      script.beginsAtTheEnd = true;
    }
  }

  /** The split has no more records than that. */
  void truncate(int part, int count) {
    Script script = script();
    synchronized (script) {
      List<String> records = script.parts.get(part).records;
      records.subList(count, records.size()).clear();
    }
  }

  /** There will be no more records of the split. */
  void end(int part) {
    Script script = script();
    synchronized (script) {
      script.parts.get(part).over = true;
    }
  }

  /** The next reading of the split throws it. */
  void failNext(int part, Throwable failure) {
    Script script = script();
    synchronized (script) {
      script.parts.get(part).failure = failure;
    }
  }

  /** The next mark of the split that is asked for throws it. */
  void failNextMark(int part, RuntimeException failure) {
    Script script = script();
    synchronized (script) {
      script.parts.get(part).markFailure = failure;
    }
  }

  /** Returns when that has happened. */
  void awaitFailed(int part) throws InterruptedException {
    Script script = script();
    synchronized (script) {
      while (script.parts.get(part).failure != null) {
        script.wait();
      }
    }
  }

  /** The next reading of the split does not return before it is interrupted; returns when there. */
  void getStuck(int part) throws InterruptedException {
    Script script = script();
    synchronized (script) {
      script.parts.get(part).stuck = true;
      while (script.parts.get(part).stuck) {
        script.wait();
      }
    }
  }

  /** How often records of the split were asked for. */
  int reads(int part) {
    Script script = script();
    synchronized (script) {
      return script.parts.get(part).reads;
    }
  }

  /** What was finalised: {@code split:records before the mark}. */
  List<String> finalized() {
    Script script = script();
    synchronized (script) {
      return List.copyOf(script.finalized);
    }
  }

  /** Returns when there are so many. */
  List<String> awaitFinalized(int count) throws InterruptedException {
    Script script = script();
    synchronized (script) {
      while (script.finalized.size() < count) {
        script.wait();
      }
      return List.copyOf(script.finalized);
    }
  }

  /** How many readers are open. */
  int open() {
    Script script = script();
    synchronized (script) {
      return script.open;
    }
  }

  /** How many records are before it. */
  static final class Mark implements UnboundedSource.CheckpointMark {
    private final ScriptedSource split;
    private final int count;

    Mark(ScriptedSource split, int count) {
      this.split = split;
      this.count = count;
    }

    @Override
    public void finalizeCheckpoint() {
      Script script = split.script();
      synchronized (script) {
        script.finalized.add(split.split + ":" + count);
        script.notifyAll();
      }
    }
  }

  @Override
  public List<ScriptedSource> split(int desired, PipelineOptions options) {
    Script script = script();
    synchronized (script) {
      return IntStream.range(0, script.parts.size())
          .mapToObj(i -> new ScriptedSource(id, i, durable))
          .toList();
    }
  }

  @Override
  public UnboundedReader<String> createReader(PipelineOptions options, @Nullable Mark mark) {
    Script script = script();
    synchronized (script) {
      int begin = script.beginsAtTheEnd ? script.parts.get(split).records.size() : 0;
      return new Reader(mark == null ? begin : mark.count);
    }
  }

  @Override
  public Coder<String> getOutputCoder() {
    return StringUtf8Coder.of();
  }

  @Override
  @SuppressWarnings("NullAway") // null says that marks need not be kept
  public Coder<Mark> getCheckpointMarkCoder() {
    return durable
        ? DelegateCoder.of(VarIntCoder.of(), mark -> mark.count, count -> new Mark(this, count))
        : null;
  }

  private final class Reader extends UnboundedReader<String> {
    private final Script script = script();
    private final Part part = script.parts.get(split);
    private int next;
    private @Nullable String current;

    Reader(int next) {
      this.next = next;
      synchronized (script) {
        script.open++;
      }
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      synchronized (script) {
        part.reads++;
        try {
          failIfToldSo();
        } finally {
          script.notifyAll();
        }
        current = next < part.records.size() ? part.records.get(next++) : null;
        part.idle += current == null ? 1 : 0;
        return current != null;
      }
    }

    private void failIfToldSo() throws IOException {
      if (part.stuck) {
        part.stuck = false;
        script.notifyAll();
        try {
          while (true) {
            script.wait();
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      Throwable failure = part.failure;
      part.failure = null;
      if (failure instanceof IOException expected) {
        throw expected;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
    }

    @Override
    public String getCurrent() {
      String record = current;
      if (record == null) {
        throw new NoSuchElementException();
      }
      return record;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Instant getWatermark() {
      synchronized (script) {
        return part.over && next == part.records.size()
            ? BoundedWindow.TIMESTAMP_MAX_VALUE
            : BoundedWindow.TIMESTAMP_MIN_VALUE;
      }
    }

    @Override
    public Mark getCheckpointMark() {
      synchronized (script) {
        RuntimeException failure = part.markFailure;
        part.markFailure = null;
        if (failure != null) {
          throw failure;
        }
      }
      return new Mark(ScriptedSource.this, next);
    }

    @Override
    public ScriptedSource getCurrentSource() {
      return ScriptedSource.this;
    }

    @Override
    public void close() {
      synchronized (script) {
        script.open--;
        script.notifyAll();
      }
    }
  }
}
