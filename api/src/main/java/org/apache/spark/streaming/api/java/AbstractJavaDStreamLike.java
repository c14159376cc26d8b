// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import org.apache.spark.api.java.JavaRDDLike;

/** Base class of the Java streams; there because compiled programs name it. */
public abstract class AbstractJavaDStreamLike<
        T, This extends JavaDStreamLike<T, This, R>, R extends JavaRDDLike<T, R>>
    implements JavaDStreamLike<T, This, R> {}
