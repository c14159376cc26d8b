// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Hadoop's configuration of an application: its files on the class path, then Spark's settings. */
public final class HadoopConf {

  private static final String PREFIX = "spark.hadoop.";
  private static final String LOCAL = "fs.file.impl";
  private static final String SOURCE = "the Spark configuration";

  private HadoopConf() {}

  /**
   * A new configuration. Each {@code spark.hadoop.k} becomes {@code k}; the keys of Amazon's
   * environment variables, {@code spark.buffer.size} and the committer's algorithm are set as Spark
   * sets them.
   */
  public static Configuration of(SparkConf conf) {
    Configuration hadoop = new Configuration();
    addAmazonKeys(
        hadoop, System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"));
    if (hadoop.get(LOCAL) == null) {
      hadoop.set(LOCAL, LocalFiles.class.getName(), "the local file system");
    }
    hadoop.set("mapreduce.fileoutputcommitter.algorithm.version", "1", SOURCE);
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (setting._1().startsWith(PREFIX)) {
        hadoop.set(setting._1().substring(PREFIX.length()), setting._2(), SOURCE);
      }
    }
    hadoop.set("io.file.buffer.size", conf.get("spark.buffer.size", "65536"), SOURCE);
    return hadoop;
  }

  static void addAmazonKeys(Configuration hadoop, @Nullable String id, @Nullable String secret) {
    if (id != null && secret != null) {
      for (String scheme : new String[] {"s3", "s3n"}) {
        hadoop.set("fs." + scheme + ".awsAccessKeyId", id, "AWS_ACCESS_KEY_ID");
        hadoop.set("fs." + scheme + ".awsSecretAccessKey", secret, "AWS_SECRET_ACCESS_KEY");
      }
      hadoop.set("fs.s3a.access.key", id, "AWS_ACCESS_KEY_ID");
      hadoop.set("fs.s3a.secret.key", secret, "AWS_SECRET_ACCESS_KEY");
    }
  }
}
