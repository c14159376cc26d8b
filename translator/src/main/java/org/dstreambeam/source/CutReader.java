// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkContext;
import org.dstreambeam.filestream.FileSourceNode;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.Dataset;

/** Reads what the sources of a program have cut. */
public record CutReader(LogicalPlan plan, SparkContext context) {

  /**
   * The RDD of a part of a source; of a stream of files, that of one file.
   *
   * @param source the input stream's name in the plan
   */
  public Dataset<?> read(String source, byte[] cut) {
    SourceNode node = plan.sourceNamed(source);
    if (node instanceof CutSourceNode cutting) {
      return cutting.read(context, cut);
    }
    if (node instanceof FileSourceNode files) {
      return files.read(context, new String(cut, StandardCharsets.UTF_8));
    }
    throw new IllegalArgumentException(source + " is read where it is cut");
  }
}
