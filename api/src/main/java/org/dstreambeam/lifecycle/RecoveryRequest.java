// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import org.dstreambeam.recovery.CheckpointDirectory;
import org.dstreambeam.recovery.ProgramMetadata;
import org.jspecify.annotations.Nullable;

/**
 * That a program wants to go on where it was, as {@code getOrCreate} or a constructor with a path
 * has it.
 *
 * @param directory where it looked
 * @param recorded what it found; null to begin with nothing
 * @param mayStartAnew whether it would rather start anew than not at all
 * @param madeFromPath whether no factory has declared its streams
 */
public record RecoveryRequest(
    CheckpointDirectory directory,
    @Nullable ProgramMetadata recorded,
    boolean mayStartAnew,
    boolean madeFromPath) {}
