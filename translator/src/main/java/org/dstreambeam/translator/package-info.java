/**
 * From the logical plan to a Beam pipeline: one {@link org.dstreambeam.translator.NodeTranslator}
 * per kind of node, found by {@link java.util.ServiceLoader} so that a connector can bring its own.
 *
 * <p>Narrow operations are not transforms: they pile up on their stream until a shuffle, a fork or
 * an output needs its blocks. That pile is a stage, and becomes one {@code ParDo}.
 */
@NullMarked
package org.dstreambeam.translator;

import org.jspecify.annotations.NullMarked;
