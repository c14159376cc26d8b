// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import com.google.auto.service.AutoService;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.dstreambeam.cluster.JobFailure;

/** What a program failed with, and would again: Flink ends such a job and does not restart it. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class ProgramFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private ProgramFailure(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }

  /** Made by this runner. */
  @AutoService(JobFailure.class)
  public static final class Factory implements JobFailure {
    @Override
    public RuntimeException of(Throwable cause) {
      return new ProgramFailure(cause);
    }
  }
}
