/** Runs programs with a local master on Beam's DirectRunner, in this JVM. */
@NullMarked
package org.dstreambeam.runner.direct;

import org.jspecify.annotations.NullMarked;
