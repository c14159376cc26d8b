// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

class SparkConfTest {
  private final SparkConf conf = new SparkConf(false);

  @Test
  void takesOverTheSystemPropertiesThatBeginWithSpark() {
    System.setProperty("spark.test.inherited", "yes");
    System.setProperty("sparkling.test", "no");
    System.getProperties().put("spark.test.number", 5);
    try {
      SparkConf inherited = new SparkConf();
      assertThat(inherited.get("spark.test.inherited")).isEqualTo("yes");
      assertThat(inherited.contains("sparkling.test")).isFalse();
      assertThat(inherited.contains("spark.test.number")).isFalse();
      assertThat(new SparkConf(true).contains("spark.test.inherited")).isTrue();
      assertThat(new SparkConf(false).getAll()).isEmpty();
    } finally {
      System.clearProperty("spark.test.inherited");
      System.clearProperty("sparkling.test");
      System.getProperties().remove("spark.test.number");
    }
  }

  @Test
  void returnsWhatWasSet() {
    assertThat(conf.set("a", "1").get("a")).isEqualTo("1");
    assertThat(conf.get("a", "2")).isEqualTo("1");
    assertThat(conf.getOption("a")).isEqualTo(new Some<>("1"));
    assertThat(conf.contains("a")).isTrue();
    assertThat(conf.set("a", "").get("a", "2")).isEmpty();
  }

  @Test
  void fallsBackToTheDefaultWhateverItIs() {
    assertThat(conf.get("a", "2")).isEqualTo("2");
    assertThat(conf.get("a", null)).isNull();
    assertThat(conf.getOption("a")).isEqualTo(Option.empty());
    assertThat(conf.contains("a")).isFalse();
  }

  @Test
  void namesAMissingKey() {
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> conf.get("a"))
        .withMessage("a");
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> conf.getTimeAsMs("b"))
        .withMessage("b");
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> conf.getSizeAsGb("c"))
        .withMessage("c");
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(conf::getAppId)
        .withMessage("spark.app.id");
  }

  @Test
  void refusesNullKeysAndValues() {
    assertThatNullPointerException().isThrownBy(() -> conf.set(null, "v")).withMessage("null key");
    assertThatNullPointerException()
        .isThrownBy(() -> conf.set("k", null))
        .withMessage("null value for k");
    assertThatNullPointerException()
        .isThrownBy(() -> conf.setMaster(null))
        .withMessage("null value for spark.master");
    assertThatNullPointerException()
        .isThrownBy(() -> conf.setAppName(null))
        .withMessage("null value for spark.app.name");
    assertThatNullPointerException()
        .isThrownBy(() -> conf.setExecutorEnv("A", null))
        .withMessage("null value for spark.executorEnv.A");
    assertThatNullPointerException().isThrownBy(() -> conf.setIfMissing("k", null));
    assertThatNullPointerException().isThrownBy(() -> conf.get(null));
    assertThatNullPointerException().isThrownBy(() -> conf.contains(null));
    assertThatNullPointerException().isThrownBy(() -> conf.remove(null));
  }

  @Test
  void keepsAnEarlierValueIfAskedTo() {
    conf.set("a", "1").setIfMissing("a", "2").setIfMissing("b", "3");
    assertThat(conf.get("a")).isEqualTo("1");
    assertThat(conf.get("b")).isEqualTo("3");
  }

  @Test
  void removesKeys() {
    conf.set("a", "1").remove("a").remove("never set");
    assertThat(conf.contains("a")).isFalse();
  }

  @Test
  void setsManyValuesAtOnce() {
    assertThat(conf.setAll(seq(new Tuple2<>("p.a", "1"), new Tuple2<>("p.b", "2")))).isSameAs(conf);
    assertThat(conf.getAll())
        .containsExactlyInAnyOrder(new Tuple2<>("p.a", "1"), new Tuple2<>("p.b", "2"));
  }

  @Test
  void listsTheKeysOfAPrefixWithoutIt() {
    conf.set("p.a", "1").set("p.b", "2").set("q.c", "3");
    assertThat(conf.getAllWithPrefix("p."))
        .containsExactlyInAnyOrder(new Tuple2<>("a", "1"), new Tuple2<>("b", "2"));
    assertThat(conf.getAllWithPrefix("r.")).isEmpty();
  }

  @Test
  void knowsTheKeysOfTheApplication() {
    conf.setMaster("local[2]").setAppName("app").setSparkHome("/home");
    assertThat(conf.set("spark.app.id", "id").getAppId()).isEqualTo("id");
    assertThat(conf.toDebugString())
        .isEqualTo("spark.app.id=id\nspark.app.name=app\nspark.home=/home\nspark.master=local[2]");
  }

  @Test
  void joinsJarsAndSkipsNulls() {
    assertThat(conf.setJars(new String[] {"a.jar", null, "b.jar"}).get("spark.jars"))
        .isEqualTo("a.jar,b.jar");
    assertThat(conf.setJars(new String[0]).get("spark.jars")).isEmpty();
    assertThat(conf.setJars(seq("x", "y")).get("spark.jars")).isEqualTo("x,y");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type.
  void collectsTheEnvironmentOfTheWorkers() {
    conf.setExecutorEnv("A", "1")
        .setExecutorEnv(seq(new Tuple2<>("B", "2")))
        .setExecutorEnv(new Tuple2[] {new Tuple2<>("C", "3")});
    assertThat(conf.get("spark.executorEnv.B")).isEqualTo("2");
    assertThat(JavaConverters.seqAsJavaList(conf.getExecutorEnv()))
        .containsExactlyInAnyOrder(
            new Tuple2<>("A", "1"), new Tuple2<>("B", "2"), new Tuple2<>("C", "3"));
  }

  @Test
  void addsKryoClassesWithoutRepeatingOne() {
    conf.set("spark.kryo.classesToRegister", "z.Z, ,java.lang.String")
        .registerKryoClasses(new Class<?>[] {String.class, Integer.class, Integer.class});
    assertThat(conf.get("spark.kryo.classesToRegister"))
        .isEqualTo("z.Z,java.lang.String,java.lang.Integer");
    assertThat(conf.get("spark.serializer"))
        .isEqualTo("org.apache.spark.serializer.KryoSerializer");
  }

  @Test
  void clonesIntoAnIndependentCopy() throws Exception {
    SparkConf copy = conf.set("a", "1").clone();
    copy.set("a", "2");
    assertThat(conf.get("a")).isEqualTo("1");
    assertThat(copy.get("a")).isEqualTo("2");
    assertThat(Serialized.copy(conf).get("a")).isEqualTo("1");
  }

  @Test
  void hidesWhatLooksLikeAPasswordInItsDebugString() {
    conf.set("my.password", "x").set("spark.a.SECRET", "y").set("url", "u?password=z");
    assertThat(conf.set("plain", "v").toDebugString())
        .isEqualTo(
            """
            my.password=*********(redacted)
            plain=v
            spark.a.SECRET=*********(redacted)
            url=*********(redacted)""");
    assertThat(new SparkConf(false).toDebugString()).isEmpty();
  }

  @Test
  void findsARenamedKeyUnderItsFormerName() {
    String key = "spark.streaming.fileStream.minRememberDuration";
    conf.set("spark.streaming.minRememberDuration", "5s");
    assertThat(conf.get(key)).isEqualTo("5s");
    assertThat(conf.contains(key)).isTrue();
    assertThat(conf.set(key, "7s").getTimeAsSeconds(key)).isEqualTo(7);
    assertThat(conf.get("spark.streaming.minRememberDuration")).isEqualTo("5s");
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The list of the elements is only read.
  private static <T> Seq<T> seq(T... elements) {
    return JavaConverters.asScalaBuffer(Arrays.asList(elements));
  }
}
