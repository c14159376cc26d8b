// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.BatchCutter;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.CutterInbox;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * A log of the numbers from 0 on, of which a test says how many there are; a batch is two
 * partitions of them. Notes what becomes of its cutters.
 */
final class ScriptedCuts implements CutSourceNode {

  private static final long serialVersionUID = 1L;

  private final transient Spark spark;
  private final List<String> notes = new ArrayList<>();
  private int end;
  private transient @Nullable Exception failure;

  ScriptedCuts(Spark spark, int end) {
    this.spark = spark;
    this.end = end;
  }

  /** There are numbers up to that one now. */
  synchronized void growTo(int newEnd) {
    end = newEnd;
  }

  /** The log cannot be reached, or can be again. */
  synchronized void failWith(@Nullable Exception reason) {
    failure = reason;
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  private synchronized void note(String what) {
    notes.add(what);
  }

  private synchronized int end() throws Exception {
    Exception reason = failure;
    if (reason != null) {
      throw reason;
    }
    return end;
  }

  private final class Cutter implements BatchCutter {
    private int position;

    @Override
    public byte[] begin() throws Exception {
      position = end();
      note("begin " + position);
      return nothing();
    }

    @Override
    public void goOn(byte[] cut) {
      position = ByteBuffer.wrap(cut).getInt(Integer.BYTES);
    }

    @Override
    public byte[] cut(long batchTime) throws Exception {
      int from = position;
      position = end();
      note("cut " + batchTime);
      return range(from, position);
    }

    @Override
    public byte[] nothing() {
      return range(position, position);
    }

    @Override
    public long records(byte[] cut) {
      ByteBuffer range = ByteBuffer.wrap(cut);
      return -range.getInt() + range.getInt();
    }

    @Override
    public void limit(long recordsPerSecond) {
      note("limit " + recordsPerSecond);
    }

    @Override
    public void told(Object message) {
      note("told " + message);
    }

    @Override
    public void close() {
      note("close" + (Thread.currentThread().isInterrupted() ? " while interrupted" : ""));
    }
  }

  private static byte[] range(int from, int until) {
    return ByteBuffer.allocate(2 * Integer.BYTES).putInt(from).putInt(until).array();
  }

  @Override
  public BatchCutter cutter(SparkContext context) {
    return new Cutter();
  }

  @Override
  public Dataset<?> read(SparkContext context, byte[] cut) {
    ByteBuffer range = ByteBuffer.wrap(cut);
    List<Integer> numbers = IntStream.range(range.getInt(), range.getInt()).boxed().toList();
    int half = (numbers.size() + 1) / 2;
    return spark.rdd(numbers.subList(0, half), numbers.subList(half, numbers.size())).dataset();
  }

  @Override
  public CutterInbox inbox() {
    return new CutterInbox();
  }

  @Override
  public String operation() {
    return "numbers";
  }

  @Override
  public Duration slide() {
    return new Duration(Plans.BATCH_MILLIS);
  }

  @Override
  public CallSite callSite() {
    return Plans.callSite("numbers");
  }

  /** A word to a cutter. */
  record Word(String text) implements Serializable {
    @Override
    public String toString() {
      return text;
    }
  }
}
