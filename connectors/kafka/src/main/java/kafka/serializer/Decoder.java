// SPDX-License-Identifier: Apache-2.0
package kafka.serializer;

/**
 * Makes an object of the bytes of a key or of a message.
 *
 * <p>An implementation has a public constructor that takes {@link
 * kafka.utils.VerifiableProperties}: the parameters of the stream. Each task and each thread of a
 * receiver has an instance of its own.
 *
 * @param <T> what is made
 */
public interface Decoder<T> {

  /**
   * @param bytes never null: records without a key, or without a message, are not decoded
   */
  T fromBytes(byte[] bytes);
}
