// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

/** What Spark calls the streams, for messages that programs see. */
final class SparkNames {

  private SparkNames() {}

  /** The class that stands for {@code node} on Spark. */
  static String of(PlanNode node) {
    return switch (node.operation()) {
      case "queueStream" -> "QueueInputDStream";
      case "receiverStream" -> "PluggableInputDStream";
      case "socketTextStream", "socketStream" -> "SocketInputDStream";
      case "flatMap", "flatMapToPair", "stateSnapshots" -> "FlatMappedDStream";
      case "filter" -> "FilteredDStream";
      case "glom" -> "GlommedDStream";
      case "mapPartitions", "mapPartitionsToPair" -> "MapPartitionedDStream";
      case "mapValues" -> "MapValuedDStream";
      case "flatMapValues" -> "FlatMapValuedDStream";
      case "union" -> "UnionDStream";
      case "window" -> "WindowedDStream";
      case "updateStateByKey" -> "StateDStream";
      case "mapWithState" -> "InternalMapWithStateDStream";
      default -> otherwise(node);
    };
  }

  private static String otherwise(PlanNode node) {
    if (node instanceof NarrowNode) {
      return "MappedDStream";
    }
    if (node instanceof SourceNode) {
      return "FileInputDStream";
    }
    boolean inverse = node instanceof StatefulNode && node.checkpointInterval() != null;
    if (inverse) {
      return "ReducedWindowedDStream";
    }
    return node instanceof TransformNode ? "TransformedDStream" : "ShuffledDStream";
  }
}
