// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.dstreambeam.plan.LogicalPlan;
import scala.Tuple2;

/**
 * What a checkpoint directory says of the program that wrote it.
 *
 * @param version of this library
 * @param lineage names the first start and all starts from its checkpoints: state and cuts lie in
 *     directories that are called so
 * @param zeroTime the first batch time of the lineage minus the batch interval, epoch ms
 * @param batchMillis the batch interval
 * @param parallelism the default number of partitions while the streams were declared
 * @param master {@code spark.master}
 * @param appName {@code spark.app.name}
 * @param conf the settings, but for secrets and what belongs to one run of the program
 * @param nodes the operations that hold something between two batches, in the order of the plan
 * @param runner what the runner wants to know at the next start
 */
public record ProgramMetadata(
    String version,
    String lineage,
    long zeroTime,
    long batchMillis,
    int parallelism,
    String master,
    String appName,
    Map<String, String> conf,
    List<NodeRecord> nodes,
    Map<String, String> runner) {

  /** Keys that say where a run takes place: the environment of the next run has its own. */
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "spark.app.id",
          "spark.app.startTime",
          "spark.blockManager.port",
          "spark.driver.bindAddress",
          "spark.driver.host",
          "spark.driver.port",
          "spark.kerberos.keytab",
          "spark.kerberos.principal",
          "spark.kubernetes.driver.pod.name",
          "spark.kubernetes.executor.podNamePrefix",
          "spark.mesos.driver.frameworkId",
          "spark.ui.port",
          "spark.yarn.app.attemptId",
          "spark.yarn.app.id",
          "spark.yarn.jars",
          "spark.yarn.keytab",
          "spark.yarn.principal");

  public ProgramMetadata {
    conf = Map.copyOf(conf);
    nodes = List.copyOf(nodes);
    runner = Map.copyOf(runner);
  }

  /**
   * Of a program that runs, or is about to.
   *
   * @param parallelism the default number of partitions while it declared its streams
   */
  public static ProgramMetadata of(
      LogicalPlan plan,
      SparkContext context,
      int parallelism,
      String lineage,
      long zeroTime,
      Map<String, String> runner) {
    SparkConf conf = context.getConf();
    return new ProgramMetadata(
        Version.current(),
        lineage,
        zeroTime,
        plan.batch().milliseconds(),
        parallelism,
        context.master(),
        context.appName(),
        recorded(conf),
        Fingerprint.of(plan),
        runner);
  }

  private static Map<String, String> recorded(SparkConf conf) {
    Secrets secrets = Secrets.of(conf);
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (!ENVIRONMENT.contains(setting._1()) && !secrets.hide(setting._1(), setting._2())) {
        settings.put(setting._1(), setting._2());
      }
    }
    return settings;
  }

  /**
   * The configuration of a context that is made from this alone: the settings, and of the system
   * properties that begin with {@code spark.} the master, what belongs to one run, and secrets.
   */
  public SparkConf sparkConf() {
    SparkConf result = new SparkConf(false);
    conf.forEach(result::set);
    SparkConf environment = new SparkConf();
    Secrets secrets = Secrets.of(environment);
    for (Tuple2<String, String> setting : environment.getAll()) {
      String key = setting._1();
      if (key.equals("spark.master")
          || ENVIRONMENT.contains(key)
          || secrets.hide(key, setting._2())) {
        result.set(key, setting._2());
      }
    }
    return result;
  }
}
