// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.util.AccumulatorV2;
import org.dstreambeam.compute.LoadedInput;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ProgramImage#write} wrote: the contexts and accumulators are those of here. */
final class ImageInput extends LoadedInput {
  private final @Nullable StreamingContext context;
  private final Map<Long, AccumulatorV2<?, ?>> accumulators;

  private ImageInput(
      InputStream bytes,
      ClassLoader loader,
      @Nullable StreamingContext context,
      Map<Long, AccumulatorV2<?, ?>> accumulators)
      throws IOException {
    super(bytes, loader, true);
    this.context = context;
    this.accumulators = accumulators;
    enableResolveObject(true);
  }

  /**
   * @param context null if there is nothing that could ask for one
   * @param accumulators the driver's, by id
   * @throws IOException also if a class is not on the class path
   */
  static Object read(
      byte[] bytes,
      ClassLoader loader,
      @Nullable StreamingContext context,
      Map<Long, AccumulatorV2<?, ?>> accumulators)
      throws IOException {
    try (ImageInput in =
        new ImageInput(new ByteArrayInputStream(bytes), loader, context, accumulators)) {
      return in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("A class is not on the class path: " + e.getMessage(), e);
    }
  }

  @Override
  protected Object resolveObject(Object read) throws IOException {
    if (read instanceof ContextToken token && context != null) {
      return token.of(context);
    }
    if (read instanceof AccumulatorV2<?, ?> copy && !copy.isAtDriverSide()) {
      AccumulatorV2<?, ?> original = accumulators.get(copy.id());
      return original == null ? read : original;
    }
    return super.resolveObject(read);
  }
}
