// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import kafka.serializer.Decoder;
import kafka.utils.VerifiableProperties;
import org.dstreambeam.compute.Rethrow;

/** The decoders of a stream: their classes, and what they are configured with. */
public final class Decoders<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Class<? extends Decoder<?>> keyDecoder;
  private final Class<? extends Decoder<?>> valueDecoder;
  private final HashMap<String, String> params;

  /**
   * @param keyDecoder makes {@code K}
   * @param valueDecoder makes {@code V}
   * @param params the program's parameters
   */
  public Decoders(
      Class<? extends Decoder<?>> keyDecoder,
      Class<? extends Decoder<?>> valueDecoder,
      Map<String, String> params) {
    this.keyDecoder = keyDecoder;
    this.valueDecoder = valueDecoder;
    this.params = new HashMap<>(params);
  }

  /** A new one. */
  @SuppressWarnings("unchecked") // the program says that it makes these
  Decoder<K> keyDecoder() {
    return (Decoder<K>) newInstance(keyDecoder);
  }

  /** A new one. */
  @SuppressWarnings("unchecked") // the program says that it makes these
  Decoder<V> valueDecoder() {
    return (Decoder<V>) newInstance(valueDecoder);
  }

  /** Throws what the constructor throws, or {@link NoSuchMethodException} if there is none. */
  private Decoder<?> newInstance(Class<? extends Decoder<?>> type) {
    try {
      return type.getConstructor(VerifiableProperties.class)
          .newInstance(OldParams.ofDecoders(params));
    } catch (InvocationTargetException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw Rethrow.as(e);
    }
  }

  /** Without the parameters, among which there may be secrets. */
  @Override
  public String toString() {
    return keyDecoder.getSimpleName() + ", " + valueDecoder.getSimpleName();
  }
}
