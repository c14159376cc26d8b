// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;
import org.dstreambeam.block.RecordSerializer;

/**
 * Any record, by the serialiser of blocks. Not deterministic: not for keys of Beam's own {@code
 * GroupByKey}.
 */
public final class RecordCoder<T> extends AtomicCoder<T> {

  private static final long serialVersionUID = 1L;

  @Override
  public void encode(T record, OutputStream out) throws IOException {
    byte[] bytes = RecordSerializer.FORY.write(new Object[] {record});
    VarInt.encode(bytes.length, out);
    out.write(bytes);
  }

  @Override
  @SuppressWarnings("unchecked") // written from a T
  public T decode(InputStream in) throws IOException {
    byte[] bytes = new byte[VarInt.decodeInt(in)];
    new DataInputStream(in).readFully(bytes);
    return (T) ((Object[]) RecordSerializer.FORY.read(bytes))[0];
  }
}
