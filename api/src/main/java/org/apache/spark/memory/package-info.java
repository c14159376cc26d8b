/**
 * What a program can see of Spark's memory management, which is next to nothing.
 *
 * <p>The only type is {@link org.apache.spark.memory.MemoryMode}, part of the signature of {@link
 * org.apache.spark.storage.StorageLevel#memoryMode()}. How memory is really used is the engine's
 * own affair: the mode is carried and reported, and changes nothing else.
 */
@NullMarked
package org.apache.spark.memory;

import org.jspecify.annotations.NullMarked;
