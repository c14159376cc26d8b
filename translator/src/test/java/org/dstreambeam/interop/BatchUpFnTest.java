// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.RecordSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchUpFnTest {

  private final BatchUpFn fn = new BatchUpFn(new BlockCoder(RecordSerializer.JAVA), 0, 1000, 0);

  /** What the function did with its timer. */
  private final List<String> timer = new ArrayList<>();

  private final ValueState<Long> next = state(ValueState.class);
  private final ValueState<Long> last = state(ValueState.class);
  private final BagState<Block> pending = state(BagState.class);

  /** Beam refuses a timer whose output lies before the element that sets it. */
  @Test
  void aRecordThatComesBeforeTheWakeUpCallSetsNoTimer() {
    process(Block.of(3000, 0, List.of("a")));
    assertThat(timer).isEmpty();

    process(Block.marker(0));
    assertThat(timer)
        .containsExactly(
            "withOutputTimestamp 1970-01-01T00:00:00.999Z", "set 1970-01-01T00:00:01.000Z");
  }

  private void process(Block block) {
    fn.process(KV.of(0, block), pending, next, last, state(Timer.class));
  }

  /** Remembers the value last written, and notes what is asked of a timer. */
  @SuppressWarnings("unchecked")
  private <T> T state(Class<?> type) {
    @Nullable Object[] value = new @Nullable Object[1];
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (type == Timer.class) {
                timer.add(method.getName() + " " + arguments[0]);
                return method.getReturnType() == Timer.class ? proxy : null;
              }
              if (method.getName().equals("write")) {
                value[0] = arguments[0];
              }
              return method.getName().equals("read") ? value[0] : null;
            });
  }
}
