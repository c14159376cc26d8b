// SPDX-License-Identifier: Apache-2.0
/**
 * Random programs against a simulator.
 *
 * <pre>
 *   seed -- ProgramGenerator --> ProgramSpec --+-- ProgramRun (public API, DirectRunner) --> observed
 *                                              |                                               |
 *                                              +-- MicroBatchSimulator (plain lists) --> expected
 * </pre>
 *
 * <p>What windows and states should be is worked out anew in every batch, from all the batches
 * before: nothing is carried on, as the kernels do it.
 *
 * <p>Records have any type and every function takes any record, so that an operation can be taken
 * out of a program without the rest losing its meaning: that is what {@link
 * org.dstreambeam.runner.direct.random.Minimiser} does to a program that fails. The simulator
 * shares the user functions with the run, and nothing else.
 */
@NullMarked
package org.dstreambeam.runner.direct.random;

import org.jspecify.annotations.NullMarked;
