/**
 * How the data of an RDD or a stream is kept once it is computed.
 *
 * <p>A {@link org.apache.spark.storage.StorageLevel} is a value of five properties, with the names
 * that Spark gives to the usual combinations. Java programs often take them from {@link
 * org.apache.spark.api.java.StorageLevels} instead.
 *
 * <p>A level is a wish. Programs that ask for one behave as on Spark, that is a persisted RDD is
 * computed once; where its data lives is for the engine to decide.
 */
@NullMarked
package org.apache.spark.storage;

import org.jspecify.annotations.NullMarked;
