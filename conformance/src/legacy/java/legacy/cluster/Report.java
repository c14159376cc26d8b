// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;

/**
 * Prints several streams of one slide with one output operation.
 *
 * <pre>
 *   reduceByKey: [(red,3), (blue,1)]     the stream's name, and what is in its first partition
 *   reduceByKey: []                      the second partition
 *   map: [3]                             the next stream
 * </pre>
 */
final class Report {
  private static final int ALL = 1000;

  private final List<JavaDStream<String>> streams = new ArrayList<>();

  void add(String name, JavaDStream<?> stream) {
    streams.add(stream.mapPartitions(partition -> line(name, partition)));
  }

  void add(String name, JavaPairDStream<?, ?> stream) {
    streams.add(stream.mapPartitions(partition -> line(name, partition)));
  }

  private static Iterator<String> line(String name, Iterator<?> partition) {
    List<Object> elements = new ArrayList<>();
    partition.forEachRemaining(elements::add);
    return Arrays.asList(name + ": " + elements).iterator();
  }

  void print() {
    streams.stream().reduce(JavaDStream::union).get().print(ALL);
  }
}
