/** Tests of what a program leaves behind for its next start. */
@NullMarked
package org.dstreambeam.recovery;

import org.jspecify.annotations.NullMarked;
