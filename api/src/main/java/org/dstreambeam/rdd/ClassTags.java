// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Class tags where Java has none to give: the tag of Object stands for all, as in Spark. */
public final class ClassTags {

  private ClassTags() {}

  /** The tag of {@code Object} under the name of another type. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased wherever it is used
  public static <T> ClassTag<T> any() {
    return (ClassTag<T>) ClassTag$.MODULE$.AnyRef();
  }

  /** The tag of pairs. */
  @SuppressWarnings("unchecked") // a tag knows the class only, not its parameters
  public static <K, V> ClassTag<Tuple2<K, V>> pair() {
    return (ClassTag<Tuple2<K, V>>) (ClassTag<?>) ClassTag$.MODULE$.apply(Tuple2.class);
  }
}
