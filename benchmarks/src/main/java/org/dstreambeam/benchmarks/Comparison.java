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
 * <p>The figure of a side is the median of its rounds; ratios are over Spark's, or over what can be
 * had without an engine.
 */
record Comparison(Measure measure, Map<Engine, List<Double>> rounds) {

  /** The measure as one JSON object on one line, what is unknown as {@code null}. */
  String toJson() {
    return """
        {"measure":"%s","unit":"%s","better":"%s","spark":%s,"ours":%s,"ratio":%s,\
        "flink":%s,"flinkRatio":%s,\
        "sparkRounds":%s,"oursRounds":%s,"flinkRounds":%s%s}"""
        .formatted(
            measure.name(),
            measure.unit(),
            measure.better(),
            figure(Engine.SPARK),
            figure(Engine.OURS),
            ratio(Engine.OURS, Engine.SPARK),
            figure(Engine.FLINK),
            ratio(Engine.FLINK, Engine.SPARK),
            values(Engine.SPARK),
            values(Engine.OURS),
            values(Engine.FLINK),
            limit());
  }

  /** Of the measures that have one: what can be had without an engine, and how near ours come. */
  private String limit() {
    return of(Engine.BARE).isEmpty()
        ? ""
        : ",\"bare\":%s,\"oursOfBare\":%s,\"flinkOfBare\":%s,\"bareRounds\":%s"
            .formatted(
                figure(Engine.BARE),
                ratio(Engine.OURS, Engine.BARE),
                ratio(Engine.FLINK, Engine.BARE),
                values(Engine.BARE));
  }

  private String figure(Engine engine) {
    List<Double> values = of(engine);
    return values.isEmpty() ? "null" : number(Statistics.median(values));
  }

  private String ratio(Engine engine, Engine over) {
    List<Double> divisor = of(over);
    List<Double> ours = of(engine);
    if (divisor.isEmpty() || ours.isEmpty() || Statistics.median(divisor) == 0) {
      return "null";
    }
    return number(Statistics.median(ours) / Statistics.median(divisor));
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
