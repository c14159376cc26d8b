// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import org.apache.spark.api.java.function.Function;

/** One record out for each that comes in. */
public final class MapIterator<I, O> extends StepIterator<O> {

  private final Iterator<I> source;
  private final Function<? super I, ? extends O> function;

  public MapIterator(Iterator<I> source, Function<? super I, ? extends O> function) {
    this.source = source;
    this.function = function;
  }

  @Override
  public boolean hasNext() {
    return source.hasNext();
  }

  @Override
  public O next() {
    I record = source.next();
    try {
      return function.call(record);
    } catch (Throwable e) {
      throw failed(e);
    }
  }
}
