// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.clock.SystemBatchClock;
import org.dstreambeam.compute.ForyRuntime;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.driver.ProgramStates;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.TransformRunner;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.image.ArrivedProgram;
import org.dstreambeam.image.ProgramImage;
import org.dstreambeam.lifecycle.RemoteControl;
import org.dstreambeam.link.LinkAddress;
import org.dstreambeam.link.LinkClient;
import org.dstreambeam.link.StopRequest;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.source.BlockFeed;
import org.dstreambeam.source.CutReader;
import org.dstreambeam.source.FeedSettings;
import org.dstreambeam.source.Feeds;
import org.dstreambeam.source.HostedProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.source.Splits;
import org.dstreambeam.task.AccumulatorRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program in one of the JVMs of a cluster, made of what the client has sent.
 *
 * <pre>
 *   client:       plan, functions, settings -> image -> a jar of the job
 *   TaskManager:  a feed for each split that is read here; where the driver stage is, the outputs
 * </pre>
 *
 * <p>It lives as long as a reader or a driver function of the job does, so that nothing of it keeps
 * the job's classes when the job has gone.
 */
public final class ShippedProgram implements HostedProgram {

  private static final Logger LOG = LoggerFactory.getLogger(ShippedProgram.class);

  private final String id;
  private final ArrivedProgram arrived;
  private final LogicalPlan plan;
  private final SparkContext context;
  private final ShippedSettings settings;
  private final BatchGrid grid;
  private final BlockMemory memory;
  private final OpenFeeds feeds = new OpenFeeds();
  private final @Nullable LinkClient link;
  private final ClientTimeout timeout;
  private final Batches batches;
  private final Transforms transforms;
  private final States states;
  private final AtomicInteger users = new AtomicInteger();

  private ShippedProgram(
      String id, ArrivedProgram arrived, ShippedSettings settings, @Nullable LinkClient link) {
    this.id = id;
    this.arrived = arrived;
    this.plan = arrived.plan();
    this.settings = settings;
    this.link = link;
    SparkContext context = arrived.context();
    this.context = context;
    this.grid =
        new BatchGrid(new SystemBatchClock(), settings.zeroTime(), plan.batch().milliseconds());
    this.memory = BlockMemory.open(context.getConf());
    if (link != null) {
      link.listen(feeds);
      context.console().redirect(link::print);
    }
    for (SourceNode source : plan.sources()) {
      if (source instanceof CutSourceNode cutting) {
        cutting.inbox().listen(word -> tell(plan.nameOf(source), word));
      }
    }
    this.timeout =
        new ClientTimeout(context.getConf(), JobFailure.ofRunner(), link, settings.link());
    OutputFailures failures = OutputFailures.of(context.getConf(), link);
    this.batches = new ClusterBatches(plan, context, failures, link);
    this.transforms = new TransformRunner(context, plan.settings(), null, plan::transformNamed);
    this.states =
        new ProgramStates(context, plan.settings(), null, plan::statefulNamed, plan::snapshotsOf);
  }

  /** Where the job's class loader finds the program. */
  public static String resource(String id) {
    return "org/dstreambeam/program/" + id + ".ser";
  }

  /** The program that was sent with the job of this thread; null if there is none of that id. */
  public static @Nullable ShippedProgram find(String id) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in = loader.getResourceAsStream(resource(id))) {
      return in == null ? null : arrived(id, in, loader);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  private static ShippedProgram arrived(String id, InputStream in, ClassLoader loader) {
    Stopping stopping = new Stopping();
    AccumulatorRegistry.becomeWorker();
    ArrivedProgram arrived = ProgramImage.read(in, loader, stopping);
    ShippedSettings settings = ShippedSettings.of(arrived.extras());
    LinkAddress client = settings.link();
    LinkClient link = client == null ? null : LinkClient.to(client);
    stopping.link = link;
    try {
      return new ShippedProgram(id, arrived, settings, link);
    } catch (Throwable e) { // Errors too: there may be another attempt in this JVM
      if (link != null) {
        link.close();
      }
      arrived.close();
      throw e;
    }
  }

  /** Driver functions that call {@code stop} reach the client, which stops the whole program. */
  private static final class Stopping implements RemoteControl {
    private volatile @Nullable LinkClient link;

    @Override
    public void stop(boolean stopSparkContext, boolean gracefully) {
      LinkClient known = link;
      if (known == null) { // nobody is there to do it
        RemoteControl.none().stop(stopSparkContext, gracefully);
      } else {
        known.stop(new StopRequest(stopSparkContext, gracefully));
      }
    }
  }

  @Override
  public String id() {
    return id;
  }

  /** Each reader has a feed of its own, which goes on where its checkpoint mark says. */
  @Override
  public BlockFeed open(String source, int split) {
    retain();
    try {
      return newFeed(source, split);
    } catch (Throwable e) { // Errors too: nobody will close what was never there
      release();
      throw e;
    }
  }

  private BlockFeed newFeed(String source, int split) {
    String cuts = settings.cuts() == null ? null : settings.cuts() + "/" + source + "/" + split;
    BlockFeed feed = newFeed(plan.sourceNamed(source), split, cuts);
    if (cuts == null) {
      feed.forgetsWhatIsHandedOut();
    }
    feed.awaitPositions();
    feed.begin();
    feeds.add(source, feed);
    return feed;
  }

  /** Word of the program's own code to one of its sources, which may be read in another JVM. */
  private void tell(String source, Serializable word) {
    if (feeds.tell(source, word)) {
      return;
    }
    if (link == null) {
      LOG.warn("{} does not hear of {}: the program was left to itself", source, word);
      return;
    }
    try {
      link.tell(source, JavaSerialization.write(word));
    } catch (IOException e) { // what it refers to is the program's own
      throw Rethrow.as(e);
    }
  }

  /** To be started again does not help a job that finds no place for its cuts. */
  private BlockFeed newFeed(SourceNode source, int split, @Nullable String cuts) {
    try {
      return Feeds.of(
          source,
          new FeedSettings(
              id,
              plan.nameOf(source),
              context,
              grid,
              ReaderRounds.withoutWaiting(),
              Splits.one(settings.splits(), split),
              plan.consumersOf(source) > 0,
              plan.rememberMillis(source),
              cuts));
    } catch (UncheckedIOException e) {
      throw JobFailure.ofRunner()
          .of(
              new IOException(
                  e.getMessage() + ": see to it that all TaskManagers can write there",
                  e.getCause()));
    }
  }

  /** Its splits are the same here as where it was listed. */
  @Override
  public Dataset<?> read(String source, byte[] cut) {
    return new CutReader(plan, context).read(source, cut);
  }

  @Override
  public void close(BlockFeed feed) {
    try {
      feeds.remove(feed);
    } finally {
      release();
    }
  }

  @Override
  public void check() {
    timeout.check();
  }

  @Override
  public Batches batches() {
    AccumulatorRegistry.becomeDriver(); // this is where outputs run, and read accumulators
    return batches;
  }

  @Override
  public Transforms transforms() {
    return transforms;
  }

  @Override
  public States states() {
    return states;
  }

  @Override
  public void retain() {
    users.incrementAndGet();
  }

  @Override
  public void release() {
    if (users.decrementAndGet() == 0) {
      LocalPrograms.unregister(id);
      if (link != null) {
        link.close();
      }
      arrived.close();
      memory.close();
      ForyRuntime.end();
      LeftBehind.remove(ShippedProgram.class.getClassLoader());
    }
  }
}
