/**
 * The streams as Scala programs name them. They hold a plan node each and no logic: what they
 * declare is in {@link org.dstreambeam.plan.Operations}.
 */
@NullMarked
package org.apache.spark.streaming.dstream;

import org.jspecify.annotations.NullMarked;
