// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.io.Serializable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function4;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Counts the pages of each user's visit. A line from the TCP server is a user and a page, {@code
 * ann cart}; the visit ends with the page {@code logout}, or when the user has seen no page for
 * more than thirty seconds.
 *
 * <p>Usage: {@code SessionCounts <host> <port> <checkpoint directory>}
 */
public final class SessionCounts {

  private static final Duration IDLE = Durations.seconds(30);
  private static final Duration SWEEP = Durations.seconds(5);

  private SessionCounts() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: SessionCounts <host> <port> <checkpoint directory>");
      System.exit(1);
    }

    SparkConf conf = new SparkConf().setAppName("SessionCounts").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));
    context.checkpoint(args[2]);

    JavaDStream<String> lines = context.socketTextStream(args[0], Integer.parseInt(args[1]));
    ended(lines, IDLE, SWEEP).print();

    context.start();
    context.awaitTermination();
  }

  /** The pages of a visit so far. */
  public static final class Session implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int pages;
    private final long first;
    private final long last;

    private Session(int pages, long first, long last) {
      this.pages = pages;
      this.first = first;
      this.last = last;
    }

    /** With one page more, in the batch of that time. */
    private static Session extended(State<Session> known, Time time) {
      long now = time.milliseconds();
      return known.exists()
          ? new Session(known.get().pages + 1, known.get().first, now)
          : new Session(1, now, now);
    }

    @Override
    public String toString() {
      return pages + " pages from " + first + " to " + last + " ms";
    }
  }

  /**
   * The sessions that ended in the batch, each in a line; the state of a user is the session that
   * is open.
   *
   * @param idle after how long without a page a session ends
   * @param sweep how far apart the batches are in which it is looked for such sessions
   */
  public static JavaMapWithStateDStream<String, String, Session, String> ended(
      JavaDStream<String> lines, Duration idle, Duration sweep) {
    Function4<Time, String, Optional<String>, State<Session>, Optional<String>> follow =
        (time, user, page, state) -> {
          if (state.isTimingOut()) {
            return Optional.of(user + ": " + state.get() + ", left");
          }
          Session session = Session.extended(state, time);
          if (page.get().equals("logout")) {
            state.remove();
            return Optional.of(user + ": " + session + ", logged out");
          }
          state.update(session);
          return Optional.empty();
        };
    JavaMapWithStateDStream<String, String, Session, String> ended =
        lines
            .mapToPair(
                line -> {
                  int space = line.indexOf(' ');
                  return new Tuple2<>(line.substring(0, space), line.substring(space + 1));
                })
            .mapWithState(StateSpec.function(follow).timeout(idle));
    ended.checkpoint(sweep);
    return ended;
  }
}
