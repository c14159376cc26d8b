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
import java.io.ObjectInputStream;
import java.util.HashSet;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.translator.NodeTranslator;
import org.jspecify.annotations.NullMarked;

/** The layers of the translator: translators over stages and sources over blocks; no runner. */
@AnalyzeClasses(
    packages = {"org.dstreambeam", "org.apache.spark"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class TranslatorLayersTest {

  private static final String[] OURS = {
    "org.dstreambeam.block..",
    "org.dstreambeam.stage..",
    "org.dstreambeam.source..",
    "org.dstreambeam.driver..",
    "org.dstreambeam.link..",
    "org.dstreambeam.translator.."
  };

  @ArchTest
  static final ArchRule knowsNoRunner =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.beam.runners..", "org.apache.flink..", "org.dstreambeam.runner..");

  @ArchTest
  static final ArchRule theFacadeKnowsNoBeam =
      noClasses()
          .that()
          .resideInAPackage("org.apache.spark..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.beam..").or(resideInAnyPackage(OURS)));

  @ArchTest
  static final ArchRule blocksKnowNothingAboveThem =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam.block..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.dstreambeam..", "org.apache.spark..")
                  .and(not(resideInAPackage("org.dstreambeam.block..")))
                  .and(not(resideInAPackage("org.dstreambeam.compute..")))
                  .and(not(type(SparkConf.class))));

  @ArchTest
  static final ArchRule theLinkDeserialisesNothing =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam.link..")
          .should()
          .dependOnClassesThat(
              type(ObjectInputStream.class)
                  .or(resideInAnyPackage("org.apache.beam..", "org.dstreambeam.block..")));

  @ArchTest
  static final ArchRule stagesKnowNeitherPlanNorSources =
      noClasses()
          .that()
          .resideInAPackage("org.dstreambeam.stage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.dstreambeam.plan..",
              "org.dstreambeam.source..",
              "org.dstreambeam.driver..",
              "org.dstreambeam.translator..");

  /**
   * One cycle is known: the program that sources are found in holds the runner of its batches, and
   * the driver stage finds that runner there.
   */
  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching("org.dstreambeam.(block|stage|source|driver|link|translator)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              resideInAPackage("org.dstreambeam.source.."),
              resideInAPackage("org.dstreambeam.driver.."));

  @ArchTest
  static final ArchRule onlyBlocksAreSerialisedByFory =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.dstreambeam.block..")
          .and()
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
  static final ArchRule nothingOfTheTranslatorWritesToTheOutputStream =
      noClasses().that().resideInAnyPackage(OURS).should().accessField(System.class, "out");

  @ArchTest
  static final ArchRule everyNodeHasATranslator =
      classes()
          .that()
          .areAssignableTo(PlanNode.class)
          .and()
          .areNotAssignableTo(OutputNode.class)
          .and()
          .areNotInterfaces()
          .should(
              new ArchCondition<JavaClass>("have a NodeTranslator") {
                private final Set<String> translated = translatedTypes();

                @Override
                public void check(JavaClass node, ConditionEvents events) {
                  boolean found = translated.contains(node.getName());
                  String message = "No service " + NodeTranslator.class.getName() + " for ";
                  events.add(new SimpleConditionEvent(node, found, message + node.getName()));
                }
              });

  private static Set<String> translatedTypes() {
    Set<String> types = new HashSet<>();
    for (NodeTranslator<?> translator : ServiceLoader.load(NodeTranslator.class)) {
      types.add(translator.nodeType().getName());
    }
    return types;
  }

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
