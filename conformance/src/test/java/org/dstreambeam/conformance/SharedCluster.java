// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link LocalFlinkCluster} of two TaskManagers with two slots each to those who ask for
 * one: the same to all, from the first who asks to the end of the run. Its programs end before code
 * that is compiled for speed would pay: each brings the library's classes anew.
 */
final class SharedCluster implements ParameterResolver {
  /** The lock of tests that submit: one after the other, as each loads the library anew. */
  static final String SLOTS = "slots";

  /** A dozen programs, each with classes of its own, do not fit into what a cluster has. */
  private static final String METASPACE = "-XX:MaxMetaspaceSize=640m";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalFlinkCluster.class;
  }

  /** The store closes what it holds. */
  @Override
  public LocalFlinkCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedCluster.class))
        .getOrComputeIfAbsent(
            LocalFlinkCluster.class,
            key ->
                LocalFlinkCluster.builder()
                    .taskManagers(2)
                    .slots(2)
                    .jvmOptions("-XX:TieredStopAtLevel=1", METASPACE)
                    .configuration("cluster.evenly-spread-out-slots", "true")
                    .start(),
            LocalFlinkCluster.class);
  }
}
