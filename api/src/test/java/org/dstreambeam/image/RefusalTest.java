// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.util.LongAccumulator;
import org.dstreambeam.spi.CannotStartException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Option;
import scala.reflect.ClassTag$;

/** What is said of a program that cannot travel. */
class RefusalTest {
  private static final String HINT =
      ", which is not serializable. Create it inside the function, keep it in a static field that is"
          + " set when it is first used, declare the field transient, or run the program with master"
          + " local[n]";

  @RegisterExtension final Client client = new Client();

  /** What nobody can write. */
  private static final class Connection {

    void send(Object record) {
      Elsewhere.say(record);
    }
  }

  /** One that can be written, but for what it holds. */
  private static final class Pool implements Serializable {
    private static final long serialVersionUID = 1L;
    private final transient Connection notWritten = new Connection();
    private final List<Object> connections = new ArrayList<>();
    private final Map<String, Object[]> byName = new HashMap<>();

    void send(Object record) {
      notWritten.send(record);
      connections.add(record);
      byName.remove(record);
    }
  }

  @Test
  void aVariableThatALambdaCapturedIsNamed() {
    Connection connection = new Connection();
    client.lines().foreachRDD(rdd -> connection.send(rdd));

    refused("foreachRDD", "connection of class " + Connection.class.getName() + HINT);
  }

  @Test
  void theReceiverOfAMethodReferenceIsNamed() {
    Connection connection = new Connection();
    client.lines().foreachRDD(connection::send);

    refused("foreachRDD", "the receiver of send of class " + Connection.class.getName() + HINT);
  }

  @Test
  void theVariableOfAnAnonymousClassIsNamed() {
    Connection connection = new Connection();
    client.lines().foreachRDD(anonymous(connection));

    refused("foreachRDD", "RefusalTest$1.connection of class " + Connection.class.getName() + HINT);
  }

  private static VoidFunction<JavaRDD<String>> anonymous(Connection connection) {
    return new VoidFunction<>() {
      @Override
      public void call(JavaRDD<String> rdd) {
        connection.send(rdd);
      }
    };
  }

  @Test
  void theWayToAFieldFurtherInsideIsGiven() {
    Pool pool = new Pool();
    pool.connections.add("none");
    pool.connections.add(List.of(new Connection()));
    client.lines().foreachRDD(rdd -> pool.send(rdd));

    refused("foreachRDD", "pool.connections[1][0] of class " + Connection.class.getName() + HINT);
  }

  @Test
  void theKeyOfAMapIsGiven() {
    Pool pool = new Pool();
    pool.byName.put("main", new Object[] {1, new Connection()});
    client.lines().transform((rdd, time) -> rdd.filter(word -> !pool.byName.isEmpty())).print();

    refused("transform", "pool.byName[main][1] of class " + Connection.class.getName() + HINT);
  }

  /** A lambda that uses a field captures the whole object. */
  private final class Job implements Serializable {
    private static final long serialVersionUID = 1L;
    private int count;

    void declare() {
      client.lines().foreachRDD(rdd -> count++);
    }
  }

  @Test
  void theObjectAroundTheFunctionIsNamed() {
    new Job().declare();

    refused("foreachRDD", "this.this of class " + RefusalTest.class.getName() + HINT);
  }

  @Test
  void aStreamIsRefusedAndWhatToDo() {
    JavaDStream<String> lines = client.lines();
    JavaDStream<String> other = lines.map(word -> word);
    lines.foreachRDD(rdd -> other.print());

    refused(
        "foreachRDD",
        "other of class org.apache.spark.streaming.api.java.JavaDStream, a stream. A function that"
            + " runs on the cluster has no use for it: combine streams with transformWith or join,"
            + " or run the program with master local[n]");
  }

  @Test
  void aLambdaOfAnInterfaceThatDoesNotTravelIsNamedByTheInterface() {
    Runnable task = () -> {};
    client.lines().foreachRDD(rdd -> task.run());

    refused("foreachRDD", "task of a lambda of java.lang.Runnable" + HINT);
  }

  /** It holds what cannot be written. */
  private static final class Listening extends Receiver<String> {
    private static final long serialVersionUID = 1L;
    private final Connection connection = new Connection();

    Listening() {
      super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
      connection.send("");
    }

    @Override
    public void onStop() {}
  }

  @Test
  void aReceiverIsNamedByItsClass() {
    client.context().receiverStream(new Listening()).print();

    refused(
        "receiverStream",
        "RefusalTest$Listening.connection of class " + Connection.class.getName() + HINT);
  }

  @Test
  void anElementOfAnRddIsNamed() {
    JavaRDD<Object> rdd = client.spark().parallelize(List.of("fine", new Connection()));
    client.context().queueStream(new ArrayDeque<>(List.of(rdd))).print();

    refused(
        "queueStream",
        "queue.rdds[0].dataset.elements[1] of class " + Connection.class.getName() + HINT);
  }

  @Test
  void theValueOfABroadcastVariableIsNamed() {
    client.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    Broadcast<Object> value = client.spark().broadcast(new Connection());
    client.lines().map(word -> word + value.value()).print();

    CannotStartException refusal = refusal();
    assertThat(refusal)
        .hasMessageStartingWith(
            "The value of Broadcast(0) cannot be sent to the cluster: [0] of class "
                + Connection.class.getName());
  }

  @Test
  void aDestroyedBroadcastVariableIsSaidToBe() {
    Broadcast<String> value = client.spark().broadcast("gone");
    client.lines().foreachRDD(rdd -> Elsewhere.say(value.value()));
    value.destroy();

    assertThat(refusal())
        .hasMessageContaining("to serialise it fails with")
        .hasMessageContaining("Attempted to use Broadcast(0) after it was destroyed");
  }

  @Test
  void anAccumulatorThatIsNotRegisteredIsSaidNotToBe() {
    LongAccumulator count = new LongAccumulator();
    client.lines().foreachRDD(rdd -> count.add(1));

    assertThat(refusal())
        .hasMessageContaining("Accumulator must be registered before send to executor");
  }

  /** A list of the program's own, as long as it likes. */
  private static final class Link implements Serializable {
    private static final long serialVersionUID = 1L;
    private final @Nullable Link next;

    Link(@Nullable Link next) {
      this.next = next;
    }
  }

  @Test
  void aStreamOfTheProgramsOwnStaysHere() {
    InputDStream<String> own =
        new InputDStream<>(client.context().ssc(), ClassTag$.MODULE$.apply(String.class)) {
          @Override
          public void start() {}

          @Override
          public void stop() {}

          @Override
          public Option<RDD<String>> compute(Time time) {
            return Option.empty();
          }
        };
    own.print();

    refused(
        "InputDStream",
        "it makes RDDs with the SparkContext of this JVM. Bring its records with a receiver"
            + " (receiverStream), or run the program with master local[n]");
  }

  @Test
  void whatIsNestedTooDeeplyIsSaidToBe() {
    Link chain = new Link(null);
    for (int i = 0; i < 100_000; i++) {
      chain = new Link(chain);
    }
    Link all = chain;
    client.lines().foreachRDD(rdd -> Elsewhere.say(all.next));

    assertThat(refusal()).hasMessageContaining("something in it is nested too deeply");
  }

  @Test
  void theOperationWithTheProblemIsFoundAmongMany() {
    Connection connection = new Connection();
    JavaDStream<String> lines = client.lines();
    lines.print();
    lines.map(word -> word).filter(word -> true).foreachRDD(rdd -> Elsewhere.say(rdd));
    lines.foreachRDD(rdd -> connection.send(rdd));
    lines.count().print();

    refused("foreachRDD", "connection of class " + Connection.class.getName() + HINT);
  }

  private void refused(String operation, String reason) {
    CannotStartException refusal = refusal();
    assertThat(refusal.getMessage())
        .matches(operation + " at RefusalTest.java:\\d+ cannot be sent to the cluster: [^\\n]*")
        .endsWith(" cannot be sent to the cluster: " + reason);
    assertThat(refusal).hasCauseInstanceOf(NotSerializableException.class);
  }

  private CannotStartException refusal() {
    return catchThrowableOfType(CannotStartException.class, client::image);
  }
}
