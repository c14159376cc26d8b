/**
 * The life of a streaming context: declared, started, awaited, stopped, with Spark's states and
 * Spark's errors. The engine behind it is a {@link org.dstreambeam.spi.StreamingBackend}.
 */
@NullMarked
package org.dstreambeam.lifecycle;

import org.jspecify.annotations.NullMarked;
