// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.apache.spark.SparkContext;

/** {@code wholeTextFiles}: the content of each file as UTF-8, decompressed by its suffix. */
public final class WholeTextFiles extends PackedFiles<String> {

  @Override
  long maxSplitSize(SparkContext context, Iterable<FileStatus> files, int minPartitions) {
    long total = 0;
    for (FileStatus file : files) {
      total += file.isDirectory() ? 0 : file.getLen();
    }
    return (long) Math.ceil((double) total / (minPartitions == 0 ? 1 : minPartitions));
  }

  @Override
  String valueOf(CombineFileSplit split, int file, TaskAttemptContext context) throws IOException {
    Configuration conf = context.getConfiguration();
    Path path = split.getPath(file);
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(path);
    InputStream bytes = path.getFileSystem(conf).open(path);
    try (InputStream content = codec == null ? bytes : codec.createInputStream(bytes)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
