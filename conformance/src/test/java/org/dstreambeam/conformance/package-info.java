// SPDX-License-Identifier: Apache-2.0
/**
 * Proves binary and behavioural compatibility from outside: programs compiled against genuine Spark
 * Streaming are submitted, as they are, to {@code bin/dstream-submit}, and what they print is
 * compared with what they printed on genuine Spark.
 *
 * <p>A {@code LegacyProgram} is compiled into the {@code LegacyJar} and started by an {@code
 * Engine} as a {@code SubmittedProgram}, a child process. Its standard output becomes a {@code
 * Transcript}: blocks of {@code print()}, lines of the program's own, absolute batch times replaced
 * by the batch's number. The golden files hold transcripts that {@code RecordGolden} took from
 * genuine Spark; nobody edits them.
 */
@NullMarked
package org.dstreambeam.conformance;

import org.jspecify.annotations.NullMarked;
