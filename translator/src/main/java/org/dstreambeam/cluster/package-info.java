// SPDX-License-Identifier: Apache-2.0
/**
 * Programs whose tasks run in other JVMs than the one they were started in: what travels, and what
 * is made of it there.
 */
@NullMarked
package org.dstreambeam.cluster;

import org.jspecify.annotations.NullMarked;
