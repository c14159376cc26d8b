// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.rdd.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A save: each task writes a part where nobody sees it, and the job shows them when all are there.
 *
 * <pre>
 *   setup --> task: open, write ..., close, commit  --> commit, _SUCCESS
 *                   |  any failure                        |
 *                   +--> abort the part --> abort the job, SparkException: Job aborted.
 * </pre>
 */
final class SaveJob<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(SaveJob.class);

  private final Dataset<Tuple2<K, V>> dataset;
  private final HadoopOutput<K, V> output;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean aborted;

  SaveJob(Dataset<Tuple2<K, V>> dataset, HadoopOutput<K, V> output) {
    this.dataset = dataset;
    this.output = output;
  }

  void run(CallSite site) throws Exception {
    if (OutputValidation.isOn(dataset.context().conf())) {
      output.check();
    }
    output.setup();
    try {
      dataset.runTasks(this::writePart);
      output.commit();
    } catch (Throwable e) {
      LOG.error("{} did not write to {}", site, output.target(), e);
      abort(e);
      throw new SparkException("Job aborted.", e);
    }
  }

  private void abort(Throwable reason) {
    aborted = true;
    try {
      output.abort();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  private void writePart(int partition, Iterator<Tuple2<K, V>> records) throws Exception {
    try {
      write(output.open(partition, attempts.getAndIncrement()), records);
    } finally {
      if (aborted) { // while this task was at work: what it left is left by nobody else
        output.abort();
      }
    }
  }

  private void write(HadoopOutput.Part<K, V> part, Iterator<Tuple2<K, V>> records)
      throws Exception {
    boolean closed = false;
    try {
      while (records.hasNext()) {
        Tuple2<K, V> record = records.next();
        part.write(record._1(), record._2());
      }
      closed = true;
      part.close();
      part.commit();
    } catch (Throwable e) {
      discard(part, closed, e);
      if (e instanceof InterruptedException) {
        throw Rethrow.as(e);
      }
      throw new SparkException("Task failed while writing rows", e);
    }
  }

  private void discard(HadoopOutput.Part<K, V> part, boolean closed, Throwable reason) {
    try {
      if (!closed) {
        part.close();
      }
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
    try {
      part.abort();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }
}
