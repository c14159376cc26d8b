// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/** Writes a state as one object graph, and the batches that wait as blocks. */
public final class StateCellCoder extends AtomicCoder<StateCell> {

  private static final long serialVersionUID = 1L;

  private final BlockCoder blocks;
  private final RecordSerializer serializer;

  StateCellCoder(BlockCoder blocks, RecordSerializer serializer) {
    this.blocks = blocks;
    this.serializer = serializer;
  }

  @Override
  public void encode(StateCell cell, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    VarInt.encode(cell.waiting().size(), data);
    for (StateCell.Waiting batch : cell.waiting()) {
      VarInt.encode(batch.batchTime(), data);
      VarInt.encode(batch.blocks().size(), data);
      for (Block block : batch.blocks()) {
        blocks.encode(block, data);
      }
    }
    // In an array, as there may be no state.
    BlockCoder.writeBytes(data, serializer.write(new @Nullable Object[] {cell.state()}));
    data.flush();
  }

  @Override
  public StateCell decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int batches = VarInt.decodeInt(data);
    List<StateCell.Waiting> waiting = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      long batchTime = VarInt.decodeLong(data);
      int count = VarInt.decodeInt(data);
      List<Block> sent = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        sent.add(blocks.decode(data));
      }
      waiting.add(new StateCell.Waiting(batchTime, sent));
    }
    @Nullable Object[] state = (@Nullable Object[]) serializer.read(BlockCoder.readBytes(data));
    return new StateCell(state[0], waiting);
  }
}
