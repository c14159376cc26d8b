/**
 * The functions that a program hands to the operations of RDDs and DStreams.
 *
 * <p>Each interface has one method, {@code call}, which may throw any exception, so a lambda fits
 * wherever one is asked for. All are serializable because most of them travel to the workers; those
 * that run in the driver, such as the ones given to {@code foreachRDD} and {@code transform}, are
 * serialized only into checkpoints.
 *
 * <p>The flat-map kinds return an iterator, which is read once. Null elements, keys and values are
 * legal wherever the operation does not say otherwise, hence the nullable bounds of the type
 * parameters.
 */
@NullMarked
package org.apache.spark.api.java.function;

import org.jspecify.annotations.NullMarked;
