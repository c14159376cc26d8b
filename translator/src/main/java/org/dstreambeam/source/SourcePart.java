// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Arrays;
import java.util.Iterator;
import org.dstreambeam.block.RecordsElsewhere;
import org.dstreambeam.rdd.Dataset;

/**
 * A partition of what a source has cut.
 *
 * @param program under which {@link LocalPrograms} finds the program, in whatever JVM
 * @param source name of the input stream in the plan
 * @param cut what was cut, as the source understands it
 * @param partition its index in there
 */
@SuppressWarnings("ArrayRecordComponent") // see isOfTheCutOf
public record SourcePart(String program, String source, byte[] cut, int partition)
    implements RecordsElsewhere {

  /** The RDD of the cut, a new one. */
  public Dataset<?> batch() {
    return LocalPrograms.get(program).read(source, cut);
  }

  /** Whether both are partitions of one RDD. */
  public boolean isOfTheCutOf(SourcePart other) {
    return source.equals(other.source) && Arrays.equals(cut, other.cut);
  }

  /** The same records, which are read before they leave this JVM. */
  Iterable<Object> onlyHere() {
    return new LazyPartition(batch(), partition);
  }

  @Override
  public Iterator<Object> iterator() {
    return onlyHere().iterator();
  }
}
