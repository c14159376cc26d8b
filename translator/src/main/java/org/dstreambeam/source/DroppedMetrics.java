// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.lang.reflect.Proxy;
import org.apache.beam.sdk.metrics.BoundedTrie;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.NoOpCounter;
import org.apache.beam.sdk.metrics.StringSet;

/**
 * Takes what readers count, and forgets it: their threads belong to no step of a pipeline. Beam
 * would complain of each thread that has no container at all.
 */
final class DroppedMetrics implements MetricsContainer {

  private static final long serialVersionUID = 1L;

  private static final Distribution DISTRIBUTION = dropping(Distribution.class);
  private static final Gauge GAUGE = dropping(Gauge.class);
  private static final StringSet STRING_SET = dropping(StringSet.class);
  private static final BoundedTrie BOUNDED_TRIE = dropping(BoundedTrie.class);

  private static <M> M dropping(Class<M> kind) {
    Class<?>[] kinds = {kind};
    return kind.cast(
        Proxy.newProxyInstance(kind.getClassLoader(), kinds, (proxy, method, values) -> null));
  }

  @Override
  public Counter getCounter(MetricName name) {
    return NoOpCounter.getInstance();
  }

  @Override
  public Distribution getDistribution(MetricName name) {
    return DISTRIBUTION;
  }

  @Override
  public Gauge getGauge(MetricName name) {
    return GAUGE;
  }

  @Override
  public StringSet getStringSet(MetricName name) {
    return STRING_SET;
  }

  @Override
  public BoundedTrie getBoundedTrie(MetricName name) {
    return BOUNDED_TRIE;
  }
}
