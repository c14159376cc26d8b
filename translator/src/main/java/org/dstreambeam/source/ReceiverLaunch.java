// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.streaming.receiver.ReceiverSupervisor;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.receiver.SerializedRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.mutable.ArrayBuffer;

/**
 * One launch of a receiver: a copy of it, from its first {@code onStart} until it is stopped.
 *
 * <pre>
 *   NEW ──start──► STARTED ──restart──► STOPPED ──delay──► STARTED
 *                     └──────stop─────► STOPPED, ended
 * </pre>
 *
 * <p>{@code onStart} runs on the worker. {@code onStop} runs there for a restart, and otherwise on
 * the thread that stops the receiver, as in Spark.
 */
final class ReceiverLaunch extends ReceiverSupervisor {
  private static final Logger log = LoggerFactory.getLogger(ReceiverLaunch.class);

  /**
   * What the configuration says about receivers.
   *
   * @param restartDelay in ms
   * @param maxRate single records per second, at most
   * @param initialRate those before there is an estimate
   * @param serialized reads records that come as bytes
   */
  record Settings(int restartDelay, long maxRate, long initialRate, SerializedRecords serialized) {
    static final String MAX_RATE = "spark.streaming.receiver.maxRate";

    static Settings of(SparkConf conf) {
      long most = conf.getLong(MAX_RATE, Long.MAX_VALUE);
      return new Settings(
          conf.getInt("spark.streaming.receiverRestartDelay", 2000),
          most,
          Math.min(conf.getLong(BackPressure.INITIAL_RATE, most), most),
          new SerializedRecords(conf));
    }

    /** As it is before there is an estimate. */
    RateLimiter newLimiter() {
      String key = initialRate < maxRate ? BackPressure.INITIAL_RATE : MAX_RATE;
      return new RateLimiter(key, initialRate, System::nanoTime);
    }
  }

  private enum Phase {
    NEW,
    STARTED,
    STOPPED
  }

  private final Receiver<?> receiver;
  private final BlockSink sink;
  private final ScheduledExecutorService worker;
  private final ReceiverSupervision owner;
  private final int restartDelay;
  private final SerializedRecords serialized;
  private final RateLimiter limiter;

  /** Held while onStart and onStop run, which therefore never overlap. */
  private final Object callbacks = new Object();

  private final AtomicBoolean restarting = new AtomicBoolean();
  private volatile Phase phase = Phase.NEW;

  /** Set before the wait for a running callback, so that a loop in it sees that it should end. */
  private volatile boolean ending;

  private volatile boolean ended;

  ReceiverLaunch(
      Receiver<?> receiver,
      Settings settings,
      BlockSink sink,
      ScheduledExecutorService worker,
      ReceiverSupervision owner) {
    super(receiver);
    this.receiver = receiver;
    this.sink = sink;
    this.worker = worker;
    this.owner = owner;
    this.restartDelay = settings.restartDelay;
    this.serialized = settings.serialized;
    this.limiter = settings.newLimiter();
  }

  /** Single records per second from now on. */
  void setRate(long perSecond) {
    limiter.setRate(perSecond);
  }

  /** Calls {@code onStart}, unless the launch was stopped before. */
  void start() {
    synchronized (callbacks) {
      if (ending) {
        return;
      }
      phase = Phase.STARTED;
      try {
        receiver.onStart();
      } catch (Throwable failure) { // an Error too relaunches the receiver, as in Spark
        stop("Error starting receiver " + streamId(), Option.apply(failure));
      }
    }
  }

  @Override
  public void stop(String message, Option<Throwable> error) {
    ending = true;
    synchronized (callbacks) {
      stopReceiver(message, error);
      if (!ended) {
        ended = true;
        limiter.close();
        sink.endBlock(); // as Spark's generator of blocks does when it is stopped
        owner.launchEnded();
      }
    }
  }

  private void stopReceiver(String message, Option<Throwable> error) {
    if (error.isDefined()) {
      log.warn("Stopping receiver {}: {}", streamId(), message, error.get());
    } else {
      log.info("Stopping receiver {}: {}", streamId(), message);
    }
    if (phase != Phase.STARTED) {
      return;
    }
    phase = Phase.STOPPED;
    try {
      receiver.onStop();
    } catch (Throwable failure) {
      log.error("Error stopping receiver {}", streamId(), failure);
    }
  }

  @Override
  public void restartReceiver(String message, Option<Throwable> error) {
    restartReceiver(message, error, restartDelay);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A restart that is asked for while another is under way is ignored: two threads that notice
   * the same broken connection mean one restart. Spark would start the receiver twice. A negative
   * delay, which in Spark leaves the receiver stopped, is none.
   */
  @Override
  public void restartReceiver(String message, Option<Throwable> error, int delay) {
    if (ending || !restarting.compareAndSet(false, true)) {
      log.info("Receiver {} is being stopped or restarted already: {}", streamId(), message);
      return;
    }
    worker.execute(
        () -> {
          synchronized (callbacks) {
            if (ending) {
              return;
            }
            stopReceiver("Restarting in " + delay + " ms: " + message, error);
          }
          var unused = worker.schedule(this::startAgain, Math.max(delay, 0), TimeUnit.MILLISECONDS);
        });
  }

  private void startAgain() {
    restarting.set(false);
    start();
  }

  @Override
  public void reportError(String message, @Nullable Throwable throwable) {
    log.warn("Receiver {} reports an error: {}", streamId(), message, throwable);
  }

  @Override
  public void pushSingle(@Nullable Object data) {
    if (!waitToPush()) {
      throw Rethrow.as(
          new SparkException(
              "Cannot add data as BlockGenerator has not been started or has been stopped"));
    }
    sink.add(data);
  }

  @Override
  public boolean waitToPush() {
    return limiter.acquire();
  }

  @Override
  public void pushIterator(Iterator<?> iterator, Option<Object> metadata) {
    RecordBuffer records = BlockMemory.current().newWaitingBuffer();
    try {
      while (iterator.hasNext()) {
        records.add(iterator.next());
      }
    } catch (Throwable e) { // whatever the receiver's iterator throws
      records.discard();
      throw e;
    }
    addBlock(records);
  }

  @Override
  public void pushArrayBuffer(ArrayBuffer<?> arrayBuffer, Option<Object> metadata) {
    pushIterator(arrayBuffer.iterator(), metadata); // a copy: the caller may reuse its buffer
  }

  /** A receiver that stopped itself may still store blocks while its stream lives, as in Spark. */
  private void addBlock(RecordBuffer records) {
    if (ended && !owner.isActive()) {
      records.discard();
      throw Rethrow.as(new SparkException("Failed to add block to receiver tracker."));
    }
    sink.addBlock(records);
  }

  @Override
  public void pushBytes(ByteBuffer bytes, Option<Object> metadata) {
    List<Object> records;
    try {
      records = serialized.read(bytes);
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Bytes of receiver " + streamId() + " are not read: " + e.getMessage(), e);
    }
    pushIterator(JavaConverters.asScalaIterator(records.iterator()), metadata);
  }

  @Override
  public boolean isReceiverStarted() {
    return phase == Phase.STARTED && !ending;
  }

  @Override
  public boolean isReceiverStopped() {
    return phase == Phase.STOPPED || ending;
  }
}
