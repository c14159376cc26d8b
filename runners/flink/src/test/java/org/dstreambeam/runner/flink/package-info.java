/** Programs on Flink in this JVM, or killed and started again in another. */
@org.jspecify.annotations.NullMarked
package org.dstreambeam.runner.flink;
