/**
 * Programs as they are written for Spark Streaming, nothing of this library in them but the
 * dependency, and what it takes to show one of them without preparations: {@link
 * org.dstreambeam.examples.Demo} feeds {@link org.dstreambeam.examples.NetworkWordCount} from a
 * server of its own. They use the public API and nothing else; those that remember are compiled and
 * run against the genuine library, too, by the conformance tests ({@code legacy.Examples}).
 *
 * <p>Where there is more to a program than a chain of operations, it is a method from streams to
 * streams beside {@code main}, so that a test can call it.
 */
@NullMarked
package org.dstreambeam.examples;

import org.jspecify.annotations.NullMarked;
