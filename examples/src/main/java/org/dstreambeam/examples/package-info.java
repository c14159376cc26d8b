/**
 * Programs as they are written for Spark Streaming, nothing of this library in them but the
 * dependency, and what it takes to show one of them without preparations: {@link
 * org.dstreambeam.examples.Demo} feeds {@link org.dstreambeam.examples.NetworkWordCount} from a
 * server of its own. They use the public API and nothing else, so that each could be compiled
 * against the genuine library as well.
 */
@NullMarked
package org.dstreambeam.examples;

import org.jspecify.annotations.NullMarked;
