// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifest of the documentation, as far as it can be checked without a cluster. */
class FlinkOperatorManifestTest {

  private final List<Map<?, ?>> documents = new ArrayList<>();

  @BeforeEach
  void read() throws IOException {
    String yaml = Files.readString(Path.of("../../docs/flink-operator.yaml"));
    // Refuses keys that are there twice, too.
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      documents.add((Map<?, ?>) document);
    }
  }

  @Test
  void hasTheFieldsOfAFlinkDeployment() {
    Map<?, ?> deployment = document("FlinkDeployment");
    Map<?, ?> spec = map(deployment, "spec");

    assertThat(deployment.get("apiVersion")).isEqualTo("flink.apache.org/v1beta1");
    assertFields(deployment, "apiVersion", "kind", "metadata", "spec");
    assertFields(
        spec,
        "flinkConfiguration",
        "flinkVersion",
        "image",
        "imagePullPolicy",
        "ingress",
        "job",
        "jobManager",
        "logConfiguration",
        "mode",
        "podTemplate",
        "restartNonce",
        "serviceAccount",
        "taskManager");
    for (String process : List.of("jobManager", "taskManager")) {
      assertFields(map(spec, process), "podTemplate", "replicas", "resource");
      Map<?, ?> resource = map(map(spec, process), "resource");
      assertFields(resource, "cpu", "ephemeralStorage", "memory");
      assertThat(resource.get("cpu")).isInstanceOf(Number.class);
      assertThat(resource.get("memory")).asString().matches("\\d+[mg]");
    }
    assertThat(spec.get("mode")).isIn("native", "standalone");
    assertThat(map(spec, "flinkConfiguration").values()).allMatch(String.class::isInstance);
  }

  @Test
  void isForTheFlinkThatTheLibraryHas() {
    Map<?, ?> spec = map(document("FlinkDeployment"), "spec");
    String jar =
        Library.files().stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.matches("flink-core-\\d.*"))
            .findFirst()
            .orElseThrow();
    String[] version = jar.substring("flink-core-".length()).split("\\.");

    assertThat(spec.get("flinkVersion")).isEqualTo("v" + version[0] + "_" + version[1]);
    assertThat(spec.get("image")).isEqualTo("flink:" + version[0] + "." + version[1] + "-java17");
  }

  @Test
  void givesEveryProcessTheCheckpoints() {
    Map<?, ?> claim = document("PersistentVolumeClaim");
    Map<?, ?> cluster = map(map(map(document("FlinkDeployment"), "spec"), "podTemplate"), "spec");
    Map<?, ?> driver = map(map(map(document("Deployment"), "spec"), "template"), "spec");

    assertThat(map(claim, "spec").get("accessModes")).isEqualTo(List.of("ReadWriteMany"));
    assertThat(single(cluster, "volumes"))
        .isEqualTo(single(driver, "volumes"))
        .extractingByKey("persistentVolumeClaim")
        .isEqualTo(Map.of("claimName", map(claim, "metadata").get("name")));
    assertThat(single(cluster, "containers")).containsEntry("name", "flink-main-container");
    assertThat(single(single(cluster, "containers"), "volumeMounts"))
        .isEqualTo(single(single(driver, "containers"), "volumeMounts"));
  }

  @Test
  void theDriverSubmitsToTheCluster() {
    Object cluster = map(document("FlinkDeployment"), "metadata").get("name");
    Map<?, ?> spec = map(document("Deployment"), "spec");
    Map<?, ?> template = map(spec, "template");
    List<Object> arguments =
        List.copyOf((List<?>) single(map(template, "spec"), "containers").get("args"));

    assertThat(arguments.subList(0, 2))
        .isEqualTo(List.of("--master", "flink://" + cluster + "-rest:8081"));
    assertThat(arguments).allMatch(String.class::isInstance).contains("--class");
    assertThat(spec.get("replicas")).isEqualTo(1);
    assertThat(map(spec, "strategy")).isEqualTo(Map.of("type", "Recreate"));
    assertThat(map(map(spec, "selector"), "matchLabels"))
        .isEqualTo(map(map(template, "metadata"), "labels"));
  }

  private Map<?, ?> document(String kind) {
    return documents.stream()
        .filter(document -> kind.equals(document.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<?, ?> map(Map<?, ?> of, String field) {
    return field(of, field, Map.class);
  }

  @SuppressWarnings("unchecked") // keys of YAML's maps are strings here
  private static Map<String, Object> single(Map<?, ?> of, String field) {
    List<?> list = field(of, field, List.class);
    assertThat(list).as(field).hasSize(1);
    return (Map<String, Object>) list.get(0);
  }

  private static <T> T field(Map<?, ?> of, String field, Class<T> type) {
    Object value = of.get(field);
    if (!type.isInstance(value)) {
      throw new AssertionError(field + " is " + value);
    }
    return type.cast(value);
  }

  private static void assertFields(Map<?, ?> map, String... known) {
    assertThat(List.<Object>of(known)).containsAll(map.keySet());
  }
}
