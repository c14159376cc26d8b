/**
 * Broadcast variables: values that task functions refer to by an id, instead of carrying them
 * along.
 *
 * <p>All tasks run in the JVM of the driver here, so a broadcast value is shared: there is one
 * object, which the driver and all tasks see.
 */
@NullMarked
package org.apache.spark.broadcast;

import org.jspecify.annotations.NullMarked;
