// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URL;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.jspecify.annotations.NullMarked;

/** The layers of the connector: Kafka's client and the API, no engine, one API above the other. */
@AnalyzeClasses(
    packages = {
      "org.dstreambeam.kafka",
      "org.apache.spark.streaming.kafka",
      "org.apache.spark.streaming.kafka010"
    },
    importOptions = {ImportOption.DoNotIncludeTests.class, KafkaLayersTest.OfThisModule.class})
class KafkaLayersTest {

  /** Packages of the API have the same beginnings. */
  static final class OfThisModule implements ImportOption {
    private static final URL HOME =
        KafkaUtils.class.getProtectionDomain().getCodeSource().getLocation();

    @Override
    public boolean includes(Location location) {
      return location.contains(HOME.getPath());
    }
  }

  @ArchTest
  static final ArchRule knowsNoEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.beam..", "org.apache.flink..", "org.dstreambeam.runner..");

  @ArchTest
  static final ArchRule theDirectStreamKnowsNothingOfTheOlderApi =
      noClasses()
          .that()
          .resideInAnyPackage("org.dstreambeam.kafka", "org.apache.spark.streaming.kafka010")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.dstreambeam.kafka.legacy..", "org.apache.spark.streaming.kafka");

  @ArchTest
  static final ArchRule kafkasInternalsAreItsOwn =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.clients.consumer.internals..");

  @ArchTest
  static final ArchRule logsThroughSlf4j =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule nothingIsWrittenToTheErrorStream =
      noClasses().should().accessField(System.class, "err");

  @ArchTest
  static final ArchRule nothingIsWrittenToTheOutputStream =
      noClasses().should().accessField(System.class, "out");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              new ArchCondition<JavaClass>("lie in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                  String message =
                      type.getPackageName() + " has no package-info.java with @NullMarked";
                  events.add(new SimpleConditionEvent(type, marked, message));
                }
              });
}
