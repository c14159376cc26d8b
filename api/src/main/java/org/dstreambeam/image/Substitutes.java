// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.ReplacingOutput;
import org.dstreambeam.files.TravellingConf;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.plan.TravellingStream;

/** What is written in place of the objects that cannot travel as they are. */
final class Substitutes implements ReplacingOutput.Replacement {
  private final Map<Object, Object> made = new IdentityHashMap<>();

  /**
   * @throws NotSerializableException for a stream that is of no use elsewhere
   */
  @Override
  public Object of(Object object) throws IOException {
    if (isStream(object) && !TravellingStream.is(object)) {
      throw new NotSerializableException(object.getClass().getName());
    }
    Object known = made.get(object);
    if (known != null) {
      return known;
    }
    Object substitute = substitute(object);
    if (substitute != object) {
      made.put(object, substitute);
    }
    return substitute;
  }

  static boolean isStream(Object object) {
    return object instanceof DStream<?> || object instanceof JavaDStreamLike<?, ?, ?>;
  }

  private static Object substitute(Object object) throws IOException {
    if (object instanceof RDD<?> rdd) {
      return RddForm.of(rdd);
    }
    if (object instanceof TravellingStream stream) {
      return stream.form();
    }
    if (object instanceof JavaInputDStream<?> stream) {
      return new JavaInputForm(stream.inputDStream());
    }
    if (object instanceof StatefulNode node) {
      return StatefulForm.of(node);
    }
    Object token = ContextToken.standingFor(object);
    Object conf = token == null ? TravellingConf.of(object) : token;
    return conf == null ? object : conf;
  }
}
