// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import com.google.auto.service.AutoService;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.SourceStream;
import org.dstreambeam.source.ReplayableRecords;
import org.dstreambeam.source.ReplayableSourceNode;
import org.dstreambeam.translator.BlockStream;
import org.dstreambeam.translator.NodeTranslator;
import org.dstreambeam.translator.SourceTranslation;
import org.dstreambeam.translator.TranslationContext;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;

/**
 * The numbers from 0, dealt out to the parts: part p of n has p, p + n, p + 2n, and so on. What
 * stands for a log that can be read again.
 *
 * @param count how many there are
 * @param perRead how many a reading brings at most; it takes about a millisecond
 */
record NumberSource(long count, int perRead, Duration slide, CallSite callSite)
    implements ReplayableSourceNode {

  /** The stream. */
  static JavaDStream<Long> stream(
      StreamingContext context, long count, int perRead, Duration batch) {
    NumberSource source = new NumberSource(count, perRead, batch, CallSite.here());
    context.lifecycle().plan().addSource(source);
    DStream<Long> stream = new SourceStream<>(context, source, 0);
    return new JavaDStream<>(stream, ClassTag$.MODULE$.apply(Long.class));
  }

  @Override
  public String operation() {
    return "numbers";
  }

  @Override
  public ReplayableRecords open(int part, int parts) {
    return new Part(part, parts);
  }

  private final class Part implements ReplayableRecords {
    private final int part;
    private final int parts;

    Part(int part, int parts) {
      this.part = part;
      this.parts = parts;
    }

    @Override
    public byte[] start() {
      return place(part);
    }

    @Override
    public Portion read(byte[] place, byte @Nullable [] until) throws InterruptedException {
      long next = ByteBuffer.wrap(place).getLong();
      long end = until == null ? count : ByteBuffer.wrap(until).getLong();
      List<Long> records = new ArrayList<>();
      for (; next < end && (until != null || records.size() < perRead); next += parts) {
        records.add(next);
      }
      if (until == null) {
        Thread.sleep(1);
      }
      return new Portion(records, place(next));
    }

    private static byte[] place(long next) {
      return ByteBuffer.allocate(Long.BYTES).putLong(next).array();
    }

    @Override
    public void close() {}
  }

  /** Reads the feed, as for all sources. */
  @AutoService(NodeTranslator.class)
  @SuppressWarnings("rawtypes") // a service is named by its raw type
  public static final class Translator implements NodeTranslator<NumberSource> {

    @Override
    public Class<NumberSource> nodeType() {
      return NumberSource.class;
    }

    @Override
    public BlockStream translate(NumberSource node, TranslationContext context) {
      return SourceTranslation.read(node, context);
    }
  }
}
