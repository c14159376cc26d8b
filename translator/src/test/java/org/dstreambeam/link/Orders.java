// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Writes down what a TaskManager is told to do. */
final class Orders implements LinkClient.Listener {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> completed = new LinkedBlockingQueue<>();

  @Override
  public void stopReceiving() {
    heard.add("stop receiving");
  }

  @Override
  public void finishAfter(long lastBatch, boolean readersEnd) {
    heard.add("finish after " + lastBatch + (readersEnd ? ", end" : ", pause"));
  }

  @Override
  public void completed(long batchTime) {
    completed.add(batchTime);
  }

  @Override
  public void told(String source, byte[] word) {
    heard.add(source + " is told " + new String(word, UTF_8));
  }

  String next() throws InterruptedException {
    @Nullable String next = heard.poll(60, SECONDS);
    assertThat(next).as("what the TaskManager is told").isNotNull();
    return next;
  }

  long nextCompleted() throws InterruptedException {
    @Nullable Long next = completed.poll(60, SECONDS);
    assertThat(next).as("which batch is done").isNotNull();
    return next;
  }

  boolean isEmpty() {
    return heard.isEmpty();
  }
}
