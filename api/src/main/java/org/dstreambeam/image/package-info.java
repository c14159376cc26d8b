// SPDX-License-Identifier: Apache-2.0
/**
 * A whole program on its way to another JVM: {@link org.dstreambeam.image.ProgramImage} writes the
 * plan with all functions, the context and the shared variables, and reads them.
 *
 * <pre>
 *   header: configuration, counters | shared variables | plan, with tokens for the contexts
 * </pre>
 *
 * <p>What cannot be written is refused before anything is submitted, by the operation and the
 * fields that lead to it.
 */
@NullMarked
package org.dstreambeam.image;

import org.jspecify.annotations.NullMarked;
