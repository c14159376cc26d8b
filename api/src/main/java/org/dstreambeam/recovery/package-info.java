/**
 * What a program leaves behind for its next start, but for the records: who it was, and which of
 * its operations remember.
 *
 * <pre>
 *   dir/dstream-beam/program-1700000000000   {@link org.dstreambeam.recovery.ProgramMetadata}, as text
 *                    state/LINEAGE/          the runner's own checkpoints
 *                    cuts/LINEAGE/           what each batch took from its sources
 * </pre>
 *
 * <p>A program that starts anew begins a lineage of its own; one that starts from a checkpoint goes
 * on with the former. The graph always comes from the program: {@link
 * org.dstreambeam.recovery.PlanMatch} says whether it is still the one that the state belongs to.
 */
@NullMarked
package org.dstreambeam.recovery;

import org.jspecify.annotations.NullMarked;
