// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Serializable;
import scala.Tuple2;

/** The host and the port of a broker. */
public final class Broker implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String host;
  private final int port;

  private Broker(String host, int port) {
    this.host = host;
    this.port = port;
  }

  public static Broker create(String host, int port) {
    return new Broker(host, port);
  }

  /** {@link #create}. */
  public static Broker apply(String host, int port) {
    return create(host, port);
  }

  public static Option<Tuple2<String, Object>> unapply(@Nullable Broker broker) {
    return broker == null
        ? Option.empty()
        : Option.apply(new Tuple2<>(broker.host, (Object) broker.port));
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Broker that && port == that.port && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return Objects.hash(host, port);
  }

  @Override
  public String toString() {
    return "Broker(" + host + ", " + port + ")";
  }
}
