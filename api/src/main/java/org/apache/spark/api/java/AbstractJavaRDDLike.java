// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

/** What Spark's own RDD classes for Java extend. */
public abstract class AbstractJavaRDDLike<T, This extends JavaRDDLike<T, This>>
    implements JavaRDDLike<T, This> {
  private static final long serialVersionUID = 1L;
}
