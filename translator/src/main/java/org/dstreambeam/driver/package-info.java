/**
 * The driver stage: where the outputs of a batch meet and run, in order of definition, batch after
 * batch, in the JVM that defined them.
 *
 * <pre>
 *   output 0 --\
 *   output 1 ---- GroupByKey (one key, the batch's window) -> time-sorted DoFn -> BatchRunner
 *   output 2 --/
 * </pre>
 *
 * <p>The {@code GroupByKey} alone does not do: windows that close together come out of it in any
 * order. The {@link org.dstreambeam.driver.BatchRunner} has threads of its own because the
 * DirectRunner reads nothing new while a {@code DoFn} is busy.
 */
@NullMarked
package org.dstreambeam.driver;

import org.jspecify.annotations.NullMarked;
