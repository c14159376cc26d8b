// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.util.ServiceLoader;

/**
 * How a runner is told that the job is to end as failed, rather than to be started again; found by
 * {@link ServiceLoader}.
 */
@FunctionalInterface
public interface JobFailure {

  /** What to throw, from any transform, so that the job ends with {@code cause}. */
  RuntimeException of(Throwable cause);

  /** That of the runner that is on the class path. */
  static JobFailure ofRunner() {
    return ServiceLoader.load(JobFailure.class, JobFailure.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No runner for clusters on the class path"));
  }
}
