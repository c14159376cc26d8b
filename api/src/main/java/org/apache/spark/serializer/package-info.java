// SPDX-License-Identifier: Apache-2.0
/**
 * How records become bytes, as far as programs name it.
 *
 * <p>Spark writes records with a {@link org.apache.spark.serializer.Serializer} when they are
 * shuffled or cached as bytes. Here they move and are cached as objects, so a program that sets or
 * passes a serializer gets the same results without it. {@link
 * org.apache.spark.serializer.JavaSerializer} works for programs that call it themselves.
 */
@NullMarked
package org.apache.spark.serializer;

import org.jspecify.annotations.NullMarked;
