// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import scala.Option;

/**
 * Makes {@link SerializerInstance}s. One that is passed to an operation is not used, for records do
 * not move as bytes.
 */
public abstract class Serializer {

  private volatile Option<ClassLoader> defaultClassLoader = Option.empty();

  /** For subclasses. */
  public Serializer() {}

  /** Where classes are looked up when objects are read, if this was set. */
  public Option<ClassLoader> defaultClassLoader() {
    return defaultClassLoader;
  }

  /** As {@link #setDefaultClassLoader}; what an assignment in Scala calls. */
  public void defaultClassLoader_$eq(Option<ClassLoader> loader) {
    defaultClassLoader = loader;
  }

  /**
   * Where classes are looked up when objects are read, by instances that are made from then on.
   *
   * @return this
   */
  public Serializer setDefaultClassLoader(ClassLoader classLoader) {
    defaultClassLoader = Option.apply(classLoader);
    return this;
  }

  /** One for the use of one thread. */
  public abstract SerializerInstance newInstance();
}
