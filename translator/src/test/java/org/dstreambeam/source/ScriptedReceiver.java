// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * A receiver whose {@code onStart} is written by the test. What its copies report, with {@link
 * #say}, ends in one static queue, since copies share nothing else with the test.
 */
class ScriptedReceiver extends Receiver<@Nullable String> {
  private static final long serialVersionUID = 1L;
  private static final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  /** What {@code onStart} does. Must not capture the test. */
  interface Script extends Serializable {
    void run(ScriptedReceiver receiver) throws Exception;
  }

  private final Script script;

  /** How often this object was started: a field, so a new copy begins anew. */
  int starts;

  ScriptedReceiver(Script script) {
    super(StorageLevel.MEMORY_ONLY());
    this.script = script;
    said.clear();
  }

  static void say(@Nullable String what) {
    said.add(String.valueOf(what));
  }

  /** Waits for the next {@code count} things said. */
  static List<String> hear(int count) throws InterruptedException {
    List<String> heard = new ArrayList<>();
    while (heard.size() < count) {
      String next = said.poll(20, SECONDS);
      assertThat(next).as("after %s", heard).isNotNull();
      heard.add(next);
    }
    return heard;
  }

  static boolean saidNothingMore() {
    return said.isEmpty();
  }

  @Override
  public void onStart() {
    starts++;
    say("start " + starts);
    try {
      script.run(this);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onStop() {
    say("stop " + starts);
  }

  @SuppressWarnings("NullAway") // which does not look at the type argument
  void storeNull() {
    store((String) null);
  }

  /** Runs {@code task} on a thread as a receiver of a user would have. */
  void inBackground(Runnable task) {
    Thread thread = new Thread(task, "user");
    thread.setDaemon(true);
    thread.start();
  }
}
