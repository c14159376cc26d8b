// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkContext;
import org.dstreambeam.plan.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * The local properties that mean something to jobs, under Spark's names, since programs read them
 * in tasks.
 */
public final class JobProperties {

  public static final String GROUP = "spark.jobGroup.id";
  public static final String DESCRIPTION = "spark.job.description";
  public static final String INTERRUPT = "spark.job.interruptOnCancel";
  public static final String TAGS = "spark.job.tags";
  public static final String CALL_SITE = "callSite.short";

  /** Whether a job writes all checkpoints that are due, and not the last in a lineage only. */
  public static final String CHECKPOINT_ANCESTORS = "spark.checkpoint.checkpointAllMarkedAncestors";

  private static final String SEPARATOR = ",";

  private JobProperties() {}

  /** The group of a job with these properties, if it has one. */
  static @Nullable String group(Properties properties) {
    return properties.getProperty(GROUP);
  }

  /** Whether the threads of a job that is cancelled are interrupted. */
  static boolean interrupts(Properties properties) {
    return Boolean.parseBoolean(properties.getProperty(INTERRUPT));
  }

  /** Whether what this thread marks for a checkpoint is written after what it is computed from. */
  static boolean checkpointsAncestors(SparkContext context) {
    return Boolean.parseBoolean(context.getLocalProperty(CHECKPOINT_ANCESTORS));
  }

  /** Where a job or a dataset is declared: as the program has set it, else found on the stack. */
  static CallSite callSite(@Nullable Properties properties) {
    String name = properties == null ? null : properties.getProperty(CALL_SITE);
    return name == null ? CallSite.here() : CallSite.named(name);
  }

  /** The tags of a job with these properties. */
  public static Set<String> tags(Properties properties) {
    String tags = properties.getProperty(TAGS, "");
    return tags.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(tags.split(SEPARATOR, -1)));
  }

  /** The value of {@link #TAGS} with one more. */
  public static String withTag(Properties properties, String tag) {
    Set<String> tags = new LinkedHashSet<>(tags(properties));
    tags.add(checkTag(tag));
    return String.join(SEPARATOR, tags);
  }

  /** The value of {@link #TAGS} with one less; null if none is left. */
  public static @Nullable String withoutTag(Properties properties, String tag) {
    Set<String> tags = new LinkedHashSet<>(tags(properties));
    tags.remove(checkTag(tag));
    return tags.isEmpty() ? null : String.join(SEPARATOR, tags);
  }

  /**
   * @throws IllegalArgumentException if it cannot be a tag
   */
  static String checkTag(@Nullable String tag) {
    if (tag == null) {
      throw new IllegalArgumentException("Spark job tag cannot be null.");
    }
    if (tag.contains(SEPARATOR)) {
      throw new IllegalArgumentException("Spark job tag cannot contain '" + SEPARATOR + "'.");
    }
    if (tag.isEmpty()) {
      throw new IllegalArgumentException("Spark job tag cannot be an empty string.");
    }
    return tag;
  }
}
