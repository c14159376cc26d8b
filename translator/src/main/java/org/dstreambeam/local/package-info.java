/**
 * Programs whose driver, sources and stages are all in this JVM. A {@link
 * org.dstreambeam.local.LocalLaunch} sets up what a program keeps here and has a {@link
 * org.dstreambeam.local.LocalEngine} run the pipeline, which finds it by the program's id.
 *
 * <pre>
 *   plan -> LocalLaunch: feeds, outputs, driver functions -> engine: pipeline -> LocalExecution: end, stop
 * </pre>
 */
@NullMarked
package org.dstreambeam.local;

import org.jspecify.annotations.NullMarked;
