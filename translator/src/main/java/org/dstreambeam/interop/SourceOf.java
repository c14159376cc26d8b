// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source that a transform reads from: applies the transform to a pipeline that is never
 * run, and looks.
 */
public final class SourceOf {

  private SourceOf() {}

  /**
   * @throws IllegalArgumentException if the transform is not one read from one source
   */
  public static <T> UnboundedSource<T, ?> transform(
      PTransform<? super PBegin, PCollection<T>> transform) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(NoRunner.class);
    // KafkaIO and its like have a source only for runners that cannot do without.
    ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), "use_deprecated_read");
    Pipeline pipeline = Pipeline.create(options);
    PCollection<T> records = pipeline.apply(transform);
    Reads reads = new Reads(records);
    pipeline.traverseTopologically(reads);
    return reads.source(transform);
  }

  /** Looks for the read that makes a collection. */
  private static final class Reads extends Pipeline.PipelineVisitor.Defaults {
    private final PCollection<?> records;
    private final List<UnboundedSource<?, ?>> found = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    Reads(PCollection<?> records) {
      this.records = records;
    }

    @Override
    public CompositeBehavior enterCompositeTransform(Node node) {
      return look(node)
          ? CompositeBehavior.DO_NOT_ENTER_TRANSFORM
          : super.enterCompositeTransform(node);
    }

    @Override
    public void visitPrimitiveTransform(Node node) {
      if (!look(node)) {
        others.add(node.getFullName());
      }
    }

    private boolean look(Node node) {
      UnboundedSource<?, ?> source = sourceOf(node.getTransform());
      if (source != null) {
        if (node.getOutputs().containsValue(records)) {
          found.add(source);
        } else {
          others.add(node.getFullName());
        }
      }
      return source != null;
    }

    private static @Nullable UnboundedSource<?, ?> sourceOf(@Nullable PTransform<?, ?> transform) {
      if (transform instanceof Read.Unbounded<?> read) {
        return read.getSource();
      }
      return transform instanceof Read.Bounded<?> read ? FiniteSource.of(read.getSource()) : null;
    }

    @SuppressWarnings("unchecked") // it makes the collection of T
    <T> UnboundedSource<T, ?> source(PTransform<?, ?> transform) {
      if (found.size() != 1 || !others.isEmpty()) {
        throw new IllegalArgumentException(
            "%s does more than to read from one source: it is made of %s. Give BlockSource the transform that reads, and do the rest to the stream"
                .formatted(transform.getName(), others));
      }
      return (UnboundedSource<T, ?>) found.get(0);
    }
  }

  /** Of pipelines that are only looked at. */
  private static final class NoRunner extends PipelineRunner<PipelineResult> {

    /** Called by Beam. */
    @SuppressWarnings("unused")
    public static NoRunner fromOptions(PipelineOptions options) {
      return new NoRunner();
    }

    @Override
    public PipelineResult run(Pipeline pipeline) {
      throw new UnsupportedOperationException("This pipeline is not to be run");
    }
  }
}
