// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.Optional;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.ConsoleOutput;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.NullMarked;

/** The layers of the API: facade over plan and RDDs over kernels, and no engine anywhere. */
@AnalyzeClasses(
    packages = {"org.dstreambeam", "org.apache.spark"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class ApiLayersTest {

  @ArchTest
  static final ArchRule knowsNoEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam..", "org.apache.flink..");

  @ArchTest
  static final ArchRule kernelsKnowNeitherPlanNorFacade =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam.compute..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.dstreambeam..", "org.apache.spark..")
                  .and(not(resideInAPackage("org.dstreambeam.compute..")))
                  .and(not(resideInAPackage("org.apache.spark.api.java.function..")))
                  .and(not(resideInAPackage("org.dstreambeam.task.."))) // which they run in
                  .and(not(type(Partitioner.class)))
                  .and(not(type(HashPartitioner.class)))
                  .and(not(type(SparkException.class)))
                  .and(not(type(Optional.class)))); // a record type, as tuples are

  @ArchTest
  static final ArchRule planKnowsNoImplementationOfDatasets =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam.plan..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.dstreambeam.rdd..").and(not(type(Dataset.class))));

  @ArchTest
  static final ArchRule theEvaluatorKnowsNothingOfStreaming =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam.rdd..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.apache.spark.streaming..",
                      "org.dstreambeam.plan..",
                      "org.dstreambeam.lifecycle..",
                      "org.dstreambeam.receiver..")
                  .and(not(type(CallSite.class))));

  /**
   * Without the facade, which refers to itself in circles because Spark's does. Two cycles are
   * known: a plan is declared through the lifecycle that owns it, and a dataset has a call site,
   * which lies with the plan.
   */
  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching("org.dstreambeam.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              resideInAPackage("org.dstreambeam.plan.."),
              resideInAPackage("org.dstreambeam.lifecycle.."))
          .ignoreDependency(resideInAPackage("org.dstreambeam.rdd.."), type(CallSite.class));

  @ArchTest
  static final ArchRule onlyFilesTouchHadoop =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam..")
          .and()
          .resideOutsideOfPackages("org.dstreambeam.files..", "org.dstreambeam.filestream..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule onlyCopiesOfRecordsAreMadeByFory =
      noClasses()
          .that()
          .haveNameNotMatching("org\\.dstreambeam\\.compute\\.(RecordCopy|ForyRuntime)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.fory..");

  @ArchTest
  static final ArchRule logsThroughSlf4j =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule nothingIsWrittenToTheErrorStream =
      noClasses().should().accessField(System.class, "err");

  @ArchTest
  static final ArchRule onlyTheConsoleWritesToTheOutputStream =
      noClasses().that(not(type(ConsoleOutput.class))).should().accessField(System.class, "out");

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
