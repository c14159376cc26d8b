// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.util.LongAccumulator;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.lifecycle.RemoteControl;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.ForeachRddNode;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.PlanBuilder;
import org.dstreambeam.plan.PrintNode;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.rdd.Ahead;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Tuple2;

/** What a program is where its image gets to, in this class loader and in another. */
class ProgramImageTest {

  @RegisterExtension final Client client = new Client();

  @TempDir private Path directory;

  // ---- functions and what they capture

  @ParameterizedTest
  @EnumSource
  void aDriverFunctionHasCopiesOfWhatItCaptured(Elsewhere elsewhere) {
    List<String> words = new ArrayList<>(List.of("a"));
    int[] calls = {1};
    client
        .lines()
        .foreachRDD(
            (rdd, time) -> {
              calls[0]++;
              words.add("there");
              Elsewhere.say(words + " " + calls[0] + " " + time + " " + rdd.collect());
            });
    byte[] image = client.image();
    words.add("later");

    assertThat(elsewhere.run(image, "x", "y")).containsExactly("[a, there] 2 1000 ms [x, y]");
    assertThat(words).containsExactly("a", "later");
    assertThat(calls).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void outputsShareWhatTheySharedWhereTheyWereDeclared(Elsewhere elsewhere) {
    List<String> shared = new ArrayList<>();
    JavaDStream<String> lines = client.lines();
    lines.foreachRDD(rdd -> shared.addAll(rdd.collect()));
    lines.map(String::toUpperCase).foreachRDD(rdd -> Elsewhere.say(shared));

    assertThat(elsewhere.run(client.image(), "x")).containsExactly("[x]");
  }

  @ParameterizedTest
  @EnumSource
  void theContextsThatFunctionsCapturedAreThoseThere(Elsewhere elsewhere) {
    JavaStreamingContext jssc = client.context();
    JavaSparkContext sc = client.spark();
    StreamingContext ssc = jssc.ssc();
    org.apache.spark.SparkContext scala = sc.sc();
    client
        .lines()
        .foreachRDD(
            rdd -> {
              Broadcast<String> made = jssc.sparkContext().broadcast("made there");
              Elsewhere.say(sc.parallelize(List.of(1, 2, 3), 2).map(n -> made.value() + n).first());
              Elsewhere.say(jssc.getState() + " " + (StreamingContext.getActive().get() == ssc));
              Elsewhere.say(
                  (jssc.ssc() == ssc)
                      + " "
                      + (ssc.sparkContext() == scala)
                      + " "
                      + (rdd.context() == scala)
                      + " "
                      + sc.master()
                      + " "
                      + sc.appName());
            });

    assertThat(elsewhere.run(client.image()))
        .containsExactly("made there1", "ACTIVE true", "true true true flink://cluster:8081 image");
  }

  @ParameterizedTest
  @EnumSource
  void aDriverFunctionCannotStopTheProgramUnlessSomebodyListens(Elsewhere elsewhere) {
    JavaStreamingContext jssc = client.context();
    client.lines().foreachRDD(rdd -> jssc.stop(true, true));
    byte[] image = client.image();

    assertThatThrownBy(() -> elsewhere.run(image))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining(
            "a driver function cannot stop it. Stop it from where it was started");
  }

  @Test
  void aStopIsHandedToTheRemoteControl() throws Exception {
    client.lines().print();
    AtomicReference<String> stopped = new AtomicReference<>();
    RemoteControl control = (spark, gracefully) -> stopped.set(spark + " " + gracefully);
    ArrivedProgram program =
        ProgramImage.read(client.image(), getClass().getClassLoader(), control);

    program.streamingContext().stop(false, true);

    assertThat(stopped).hasValue("false true");
    assertThat(program.streamingContext().getState()).hasToString("ACTIVE");
    program.close();
    assertThat(program.streamingContext().getState()).hasToString("STOPPED");
    assertThat(StreamingContext.getActive().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void functionsOfAllKindsTravel(Elsewhere elsewhere) {
    JavaRDD<String> stopWords = client.spark().parallelize(List.of("the", "a"));
    JavaPairRDD<String, Integer> weights =
        client.spark().parallelizePairs(List.of(new Tuple2<>("x", 7)));
    JavaDStream<String> words =
        client
            .lines()
            .transform(rdd -> rdd.subtract(stopWords))
            .transform((rdd, time) -> rdd.map(word -> word + "@" + time.milliseconds()));
    JavaPairDStream<String, Integer> pairs =
        words.mapToPair(word -> new Tuple2<>(word.substring(0, 1), 1));
    pairs
        .reduceByKey(Integer::sum)
        .transformToPair(rdd -> rdd.join(weights).mapValues(both -> both._1() * both._2()))
        .foreachRDD(rdd -> Elsewhere.say(rdd.collect()));
    words
        .transformWith(
            pairs, (left, right, time) -> left.union(right.map(pair -> pair._1() + time)))
        .foreachRDD(rdd -> Elsewhere.say(Elsewhere.lineOf(rdd.collect())));
    words
        .dstream()
        .foreachRDD(
            new ScalaFunction<>(
                rdd -> {
                  Elsewhere.say(rdd.count());
                  return scala.runtime.BoxedUnit.UNIT;
                }));

    assertThat(elsewhere.run(client.image(), "the", "x", "x", "y"))
        .containsExactly("[(x,14)]", "x1000 ms x1000 ms x@1000 x@1000 y1000 ms y@1000", "3");
  }

  /** A function of Scala's as Scala makes it. */
  private static final class ScalaFunction<T, R> extends scala.runtime.AbstractFunction1<T, R>
      implements scala.Serializable {
    private static final long serialVersionUID = 1L;
    private final java.util.function.Function<T, R> function;

    @SuppressWarnings("unchecked")
    <F extends java.util.function.Function<T, R> & java.io.Serializable> ScalaFunction(F function) {
      this.function = function;
    }

    @Override
    public R apply(T argument) {
      return function.apply(argument);
    }
  }

  /** What is computed ahead is recognised by its functions, which are others there. */
  @Test
  void whatIsComputedAheadIsRecognised() throws Exception {
    client
        .lines()
        .foreachRDD(rdd -> Elsewhere.say(rdd.map(word -> word + "!").filter(w -> true).collect()));
    try (ArrivedProgram program =
        ProgramImage.read(client.image(), getClass().getClassLoader(), RemoteControl.none())) {
      ForeachRddNode output = (ForeachRddNode) program.plan().outputs().get(0);
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(program.context());
      Dataset<?> computed = spark.parallelize(List.of("ahead")).rdd().dataset();
      Dataset<String> batch = spark.parallelize(List.of("batch")).rdd().dataset();
      batch.knowAhead(
          new Ahead(List.of(new Ahead.Derived(output.ahead().get(0).keys(), computed))));
      Elsewhere.SAID.clear();

      output.run(new org.apache.spark.rdd.RDD<>(batch), new org.apache.spark.streaming.Time(1));

      assertThat(Elsewhere.SAID).containsExactly("[ahead]");
    }
  }

  // ---- RDDs

  @ParameterizedTest
  @EnumSource
  void rddsTravelAsTheStepsThatLeadToThem(Elsewhere elsewhere) throws IOException {
    Path file = Files.writeString(directory.resolve("lines.txt"), "one\ntwo\n");
    JavaSparkContext sc = client.spark();
    JavaRDD<Integer> numbers =
        sc.parallelize(new ArrayList<>(List.of(3, 1, 2, 3)).subList(0, 4), 2);
    JavaPairRDD<Integer, String> pairs = numbers.mapToPair(n -> new Tuple2<>(n, "v" + n));
    List<JavaRDD<?>> rdds =
        List.of(
            numbers,
            numbers.union(numbers).distinct(),
            numbers.zip(numbers).map(Tuple2::toString),
            numbers.cartesian(numbers).map(Tuple2::toString),
            numbers.coalesce(1),
            numbers.repartition(3),
            numbers.sortBy(n -> n, true, 2),
            numbers.zipWithIndex().map(Tuple2::toString),
            numbers.sample(false, 0.5, 7),
            numbers.glom().map(List::size),
            pairs.groupByKey(2).map(pair -> pair._1()),
            pairs.join(pairs.reduceByKey((a, b) -> a + b)).map(Tuple2::toString),
            pairs.partitionBy(new org.apache.spark.HashPartitioner(2)).map(Tuple2::toString),
            pairs
                .aggregateByKey(0, (sum, v) -> sum + v.length(), Integer::sum)
                .map(Tuple2::toString),
            sc.textFile(file.toString()),
            sc.wholeTextFiles(directory.toString()).map(Tuple2::_2),
            sc.emptyRDD());
    List<String> here = rdds.stream().map(rdd -> Elsewhere.lineOf(rdd.collect())).toList();
    client
        .lines()
        .foreachRDD(batch -> rdds.forEach(rdd -> Elsewhere.say(Elsewhere.lineOf(rdd.collect()))));

    assertThat(elsewhere.run(client.image())).isEqualTo(here);
    assertThat(here).contains("one two", "1 2 3 3", "2 2").hasSameSizeAs(rdds);
  }

  @ParameterizedTest
  @EnumSource
  void rddsKeepTheirIdsNamesAndLevels(Elsewhere elsewhere) {
    JavaRDD<Integer> cached = client.spark().parallelize(List.of(1, 2), 2).setName("numbers");
    cached.persist(StorageLevel.MEMORY_ONLY());
    assertThat(cached.count()).isEqualTo(2);
    client
        .lines()
        .foreachRDD(
            rdd ->
                Elsewhere.say(
                    cached.id()
                        + " "
                        + cached.name()
                        + " "
                        + cached.getStorageLevel().description()
                        + " "
                        + rdd.context().getPersistentRDDs().contains(cached.id())
                        + " "
                        + (rdd.map(word -> word).id() > cached.id())
                        + " "
                        + cached.collect()));

    assertThat(elsewhere.run(client.image()))
        .containsExactly(
            cached.id() + " numbers Memory Deserialized 1x Replicated true true [1, 2]");
  }

  // ---- the plan

  @Test
  void sourcesTravelWithWhatTheyBring() {
    JavaStreamingContext context = client.context();
    JavaRDD<String> first = client.spark().parallelize(List.of("a", "b"), 2);
    context
        .queueStream(
            new java.util.ArrayDeque<>(List.of(first)),
            false,
            client.spark().parallelize(List.of("default"), 1))
        .print();
    context.socketTextStream("localhost", 4711).print();
    int id = first.id();
    try (ArrivedProgram program = arrive(client.image())) {
      QueueSourceNode queue = (QueueSourceNode) program.plan().sources().get(0);
      assertThat(queue.oneAtATime()).isFalse();
      assertThat(queue.queue().rdds()).hasSize(1);
      assertThat(queue.queue().rdds().get(0).id()).isEqualTo(id);
      assertThat(queue.queue().rdds().get(0).dataset().collect()).isEqualTo(List.of("a", "b"));
      assertThat(queue.queue().rdds().get(0).getNumPartitions()).isEqualTo(2);
      assertThat(Objects.requireNonNull(queue.defaultRdd()).dataset().collect())
          .isEqualTo(List.of("default"));
      ReceiverSourceNode socket = (ReceiverSourceNode) program.plan().sources().get(1);
      assertThat(socket.streamId()).isEqualTo(1);
      assertThat(socket.receiver().streamId()).isEqualTo(1);
      assertThat(socket.receiver().storageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK_SER_2());
    }
  }

  /** A source of the program's own. */
  private record Ticks(List<String> hosts, Duration slide, CallSite callSite)
      implements SourceNode {

    @Override
    public String operation() {
      return "ticks";
    }
  }

  @Test
  void sourcesOfTheProgramsOwnTravel() {
    PlanBuilder builder = client.context().ssc().lifecycle().plan();
    CallSite site = new CallSite("ticks", "App.java", 7);
    Ticks ticks = new Ticks(List.of("one", "two"), Durations.seconds(1), site);
    builder.addSource(ticks);
    builder.addOutput(PrintNode.of(ticks, 10, site));

    try (ArrivedProgram program = arrive(client.image())) {
      assertThat(program.plan().sources()).hasToString(List.of(ticks).toString());
    }
  }

  @Test
  void thePlanIsTheSameUnderTheSameNames() {
    JavaPairDStream<String, Integer> counts =
        client.lines().mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey(Integer::sum);
    counts.window(Durations.seconds(3)).count().print();
    counts.union(counts).persist(StorageLevel.MEMORY_ONLY_2()).print(3);
    counts
        .reduceByKeyAndWindow(
            Integer::sum, (a, b) -> a - b, Durations.seconds(2), Durations.seconds(1))
        .print();
    counts.checkpoint(Durations.seconds(5));
    client.context().remember(Durations.minutes(1));
    LogicalPlan plan = client.plan().withGenerations(Map.of("reduceByKeyAndWindow-1", 2));
    try (ArrivedProgram program = arrive(client.image(plan))) {
      LogicalPlan there = program.plan();
      assertThat(there.describe()).isEqualTo(plan.describe()).contains("reduceByKeyAndWindow-1.2");
      assertThat(there.batch()).isEqualTo(plan.batch());
      assertThat(there.settings().remember()).isEqualTo(Durations.minutes(1));
      assertThat(there.nodes()).hasSameSizeAs(plan.nodes());
      for (int i = 0; i < plan.nodes().size(); i++) {
        var node = plan.nodes().get(i);
        var arrived = there.nodes().get(i);
        assertThat(there.nameOf(arrived)).isEqualTo(plan.nameOf(node));
        assertThat(there.consumersOf(arrived)).isEqualTo(plan.consumersOf(node));
        assertThat(there.settings().levelOf(arrived)).isEqualTo(plan.settings().levelOf(node));
        assertThat(there.settings().checkpointOf(arrived))
            .isEqualTo(plan.settings().checkpointOf(node));
        assertThat(arrived.callSite()).isEqualTo(node.callSite());
        assertThat(arrived.partitioner()).isEqualTo(node.partitioner());
      }
      assertThat(program.extras()).containsExactly(Map.entry("id", "p-1"));
    }
  }

  @Test
  void statesBeginWithTheirInitialPairs() {
    JavaPairRDD<String, Integer> initial =
        client.spark().parallelizePairs(List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2)), 2);
    JavaPairDStream<String, Integer> ones = client.lines().mapToPair(word -> new Tuple2<>(word, 1));
    org.apache.spark.HashPartitioner two = new org.apache.spark.HashPartitioner(2);
    ones.updateStateByKey(
            (List<Integer> values, Optional<Integer> state) ->
                Optional.of((state.isPresent() ? state.get() : 0) + values.size()),
            two,
            initial)
        .print();
    StateSpec<String, Integer, Integer, String> spec =
        StateSpec.function(
            (String key, Optional<Integer> value, State<Integer> state) -> key + state.exists());
    var mapped = ones.mapWithState(spec);
    spec.initialState(initial).timeout(Durations.seconds(30));
    mapped.print();
    mapped.stateSnapshots().print();
    byte[] image = client.image();
    try (ArrivedProgram program = arrive(image)) {
      LogicalPlan plan = program.plan();
      for (String name : List.of("updateStateByKey-1", "mapWithState-1")) {
        StatefulNode node = plan.statefulNamed(name);
        assertThat(Objects.requireNonNull(node.kernel().initialPairs()).collect())
            .isEqualTo(List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2)));
      }
      assertThat(plan.snapshotsOf(plan.statefulNamed("mapWithState-1"))).hasSize(1);
    }
  }

  // ---- outputs of the library

  @ParameterizedTest
  @EnumSource
  void printPrints(Elsewhere elsewhere) {
    client.lines().print(1);
    byte[] image = client.image();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      elsewhere.run(image, "x", "y");
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Time: 1000 ms", "x", "...");
  }

  @ParameterizedTest
  @EnumSource
  void filesAreSaved(Elsewhere elsewhere) throws IOException {
    JavaDStream<String> lines = client.lines();
    lines.dstream().saveAsTextFiles(directory.resolve("text").toString(), "txt");
    JavaPairDStream<Text, IntWritable> pairs =
        lines.mapToPair(word -> new Tuple2<>(new Text(word), new IntWritable(word.length())));
    JobConf conf = new JobConf(false);
    conf.set("mapreduce.output.textoutputformat.separator", "=");
    pairs.saveAsHadoopFiles(
        directory.resolve("old").toString(),
        "",
        Text.class,
        IntWritable.class,
        org.apache.hadoop.mapred.TextOutputFormat.class,
        conf);
    client.spark().hadoopConfiguration().set("mapreduce.output.textoutputformat.separator", "~");
    pairs.saveAsNewAPIHadoopFiles(
        directory.resolve("new").toString(),
        "",
        Text.class,
        IntWritable.class,
        org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class);

    elsewhere.run(client.image(), "x", "yy");

    assertThat(textOf("text-1000.txt/part-00000") + textOf("text-1000.txt/part-00001"))
        .isEqualTo("x\nyy\n");
    assertThat(textOf("old-1000/part-00001")).isEqualTo("yy=2\n");
    assertThat(textOf("new-1000/part-r-00001")).isEqualTo("yy~2\n");
  }

  private String textOf(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  // ---- the context

  @ParameterizedTest
  @EnumSource
  void theContextIsConfiguredAlike(Elsewhere elsewhere) throws IOException {
    Path added = Files.writeString(directory.resolve("table.csv"), "1,2");
    client.set("spark.my.key", "mine").set("spark.files", added.toString());
    JavaSparkContext sc = client.spark();
    sc.hadoopConfiguration().set("my.hadoop.key", "${user.name}!");
    sc.hadoopConfiguration().unset("io.file.buffer.size");
    sc.setLocalProperty("my.property", "of the starting thread");
    String here = sc.sc().applicationId() + " " + sc.startTime() + " " + sc.defaultParallelism();
    client
        .lines()
        .foreachRDD(
            rdd -> {
              var there = rdd.context();
              Elsewhere.say(
                  there.applicationId()
                      + " "
                      + there.startTime()
                      + " "
                      + there.defaultParallelism());
              Elsewhere.say(there.getConf().get("spark.my.key"));
              Elsewhere.say(there.hadoopConfiguration().getRaw("my.hadoop.key"));
              Elsewhere.say(there.hadoopConfiguration().getRaw("io.file.buffer.size"));
              Elsewhere.say(Files.readString(Path.of(SparkFiles.get("table.csv"))));
              Elsewhere.say(there.getLocalProperty("my.property"));
            });
    byte[] image = client.image();
    Files.delete(added); // it is the client's

    assertThat(elsewhere.run(image))
        .containsExactly(here, "mine", "${user.name}!", "null", "1,2", "of the starting thread");
  }

  // ---- shared variables

  @ParameterizedTest
  @EnumSource
  void broadcastVariablesAreThere(Elsewhere elsewhere) {
    Broadcast<List<String>> inner = client.spark().broadcast(List.of("inner"));
    Broadcast<Object[]> outer = client.spark().broadcast(new Object[] {"outer", inner});
    Broadcast<String> ofStage = client.spark().broadcast("stage");
    Broadcast<String> ofChanging = client.spark().broadcast("changing");
    int[] counter = {0};
    client
        .lines()
        .map(word -> word + ofStage.value())
        .map(word -> word + ofChanging.value() + counter[0]++)
        .foreachRDD(
            rdd -> {
              Broadcast<?> found = (Broadcast<?>) outer.value()[1];
              Elsewhere.say(rdd.collect() + " " + outer.value()[0] + " " + found.value());
              Elsewhere.say(outer + " " + ofStage.id());
              Elsewhere.say(rdd.context().broadcast("new", ClassTags.any()).id());
            });

    assertThat(elsewhere.run(client.image(), "x"))
        .containsExactly("[xstagechanging0] outer [inner]", "Broadcast(1) 2", "4");
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatMissesAVariableFindsTheImage(Elsewhere elsewhere) throws IOException {
    Broadcast<String> variable = client.spark().broadcast("found");
    Function<Object, String> function = mark -> variable.value() + mark;
    client.lines().map(word -> function.call(word)).print();
    byte[] task = JavaSerialization.write(TaskFunction.of(function));

    Path program = Files.createDirectories(directory.resolve("org/dstreambeam/program"));
    Files.write(program.resolve("p-1.ser"), client.image());
    Files.writeString(
        directory.resolve(StagedVariables.POINTER), "org/dstreambeam/program/p-1.ser");

    assertThat(elsewhere.runTask(directory.toString(), task)).containsExactly("found!");
  }

  @Test
  void aTaskThatMissesAVariableForGoodSaysSo() throws IOException {
    Broadcast<String> variable = client.spark().broadcast("lost");
    Function<Object, String> function = mark -> variable.value() + mark;
    client.lines().print();
    byte[] task = JavaSerialization.write(TaskFunction.of(function));

    assertThatThrownBy(() -> Elsewhere.OTHER_LOADER.runTask(directory.toString(), task))
        .hasRootCauseMessage(
            "Broadcast(0) is not known in this JVM (any more): it was made in another one,"
                + " or nothing referred to it since");
  }

  @Test
  void whatNothingRefersToStaysBehind() {
    Broadcast<byte[]> unused = client.spark().broadcast(new byte[1 << 20]);
    client.lines().map(word -> word).foreachRDD(rdd -> {});

    assertThat(client.image().length).isLessThan(100_000);
    assertThat(unused.value()).hasSize(1 << 20);
  }

  @ParameterizedTest
  @EnumSource
  void accumulatorsGoOnFromWhereTheyWere(Elsewhere elsewhere) {
    LongAccumulator seen = client.spark().sc().longAccumulator("seen");
    seen.add(10);
    client
        .lines()
        .foreachRDD(
            rdd -> {
              rdd.foreach(word -> seen.add(1));
              seen.add(100);
              Elsewhere.say(seen.value() + " " + seen.name().get() + " " + seen.isAtDriverSide());
              Elsewhere.say(rdd.context().longAccumulator().id() > seen.id());
            });
    byte[] image = client.image();
    boolean isOriginal = elsewhere == Elsewhere.THIS_LOADER; // it is known here

    assertThat(elsewhere.run(image, "x", "y")).containsExactly("112 seen true", "true");
    assertThat(seen.value()).isEqualTo(isOriginal ? 112 : 10);
  }

  // ---- reading

  @Test
  void whatIsNoImageIsNotRead() {
    assertThatThrownBy(() -> arrive(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
        .isInstanceOf(IOException.class)
        .hasMessage("This is no image of a program that this version can read");
  }

  @Test
  void aSecondProgramInOneJvmIsRefusedAsASecondContextIs() {
    client.lines().print();
    byte[] image = client.image();
    try (ArrivedProgram first = arrive(image)) {
      assertThatThrownBy(() -> arrive(image))
          .hasMessageStartingWith("Only one SparkContext should be running in this JVM");
      assertThat(first.context().isStopped()).isFalse();
    }
    arrive(image).close();
  }

  private static ArrivedProgram arrive(byte[] image) {
    return ProgramImage.read(image, ProgramImageTest.class.getClassLoader(), RemoteControl.none());
  }
}
