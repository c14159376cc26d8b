// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One measure on all engines: a value per round on each that was run.
 *
 * <p>The figure of a side is the median of its rounds; ratios are over Spark's.
 */
record Comparison(Measure measure, Map<Engine, List<Double>> rounds) {

  /** The measure as one JSON object on one line, what is unknown as {@code null}. */
  String toJson() {
    return """
        {"measure":"%s","unit":"%s","better":"%s","spark":%s,"ours":%s,"ratio":%s,\
        "flink":%s,"flinkRatio":%s,\
        "sparkRounds":%s,"oursRounds":%s,"flinkRounds":%s}"""
        .formatted(
            measure.name(),
            measure.unit(),
            measure.better(),
            figure(Engine.SPARK),
            figure(Engine.OURS),
            ratio(Engine.OURS),
            figure(Engine.FLINK),
            ratio(Engine.FLINK),
            values(Engine.SPARK),
            values(Engine.OURS),
            values(Engine.FLINK));
  }

  private String figure(Engine engine) {
    List<Double> values = of(engine);
    return values.isEmpty() ? "null" : number(Statistics.median(values));
  }

  private String ratio(Engine engine) {
    List<Double> spark = of(Engine.SPARK);
    List<Double> ours = of(engine);
    if (spark.isEmpty() || ours.isEmpty() || Statistics.median(spark) == 0) {
      return "null";
    }
    return number(Statistics.median(ours) / Statistics.median(spark));
  }

  private String values(Engine engine) {
    return of(engine).stream().map(Comparison::number).collect(Collectors.joining(",", "[", "]"));
  }

  private List<Double> of(Engine engine) {
    return rounds.getOrDefault(engine, List.of());
  }

  /** Four digits that matter: more would be noise. */
  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
