/**
 * What the API asks of an engine, and what a launcher tells the API. A runner implements {@link
 * org.dstreambeam.spi.StreamingBackend} and is found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.dstreambeam.spi;

import org.jspecify.annotations.NullMarked;
