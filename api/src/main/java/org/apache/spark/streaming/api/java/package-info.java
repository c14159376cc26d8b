/** The streams and the context as Java programs name them. */
@NullMarked
package org.apache.spark.streaming.api.java;

import org.jspecify.annotations.NullMarked;
