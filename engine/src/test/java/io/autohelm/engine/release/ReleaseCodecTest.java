package io.autohelm.engine.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against records that real Helm wrote. */
final class ReleaseCodecTest {
  private static final Set<String> HELM3_EMPTY =
      Set.of("deleted", "phase", "started_at", "completed_at");

  @SuppressWarnings("unchecked") // the file is ours
  private static Release recorded(String helm) {
    Map<String, String> labels =
        (Map<String, String>) Json.parse(Golden.read("release/" + helm + ".labels.json"));
    return ReleaseCodec.decode(Golden.read("release/" + helm + ".txt"), labels);
  }

  private static Object tree(String text) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(text);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return Json.parse(new String(gzip.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** What only says when a file of the chart was changed, or says nothing, is not compared. */
  private static Object meaning(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().map(ReleaseCodecTest::meaning).toList();
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          boolean isTime = key.equals("modtime") || key.equals("schemamodtime");
          boolean isEmpty = HELM3_EMPTY.contains(String.valueOf(key)) && value.equals("");
          boolean isZero = String.valueOf(value).startsWith("0001-01-01T00:00:00");
          if (!isTime && !isEmpty && !isZero && value != null) {
            Object inner = meaning(value);
            if (!(key.equals("last_run") && inner.equals(Map.of()))) {
              kept.put(String.valueOf(key), inner);
            }
          }
        });
    return kept;
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm3", "helm4"})
  void everyPartOfARecordIsRead(String helm) {
    Release release = recorded(helm);
    assertEquals("rich" + helm.charAt(4), release.name());
    assertEquals("default", release.namespace());
    assertEquals(1, release.revision());
    assertEquals(ReleaseStatus.DEPLOYED, release.status());
    assertEquals("by hand", release.info().description());
    assertEquals("Thank you, " + release.name() + ".\n", release.info().notes());
    assertNotNull(release.info().firstDeployed());
    assertEquals(Map.of("team", "web"), release.labels());
    assertEquals(helm.equals("helm4") ? "ssa" : "", release.applyMethod());
    Map<?, ?> nested = (Map<?, ?>) release.config().get("nested");
    assertEquals(2.0, ((Number) nested.get("x")).doubleValue());
    assertTrue(release.config().containsKey("a"));
    assertEquals("1.2.3+build.4", release.chart().metadata().version());
    assertEquals("low", release.chart().metadata().dependencies().get(0).name());
    assertNotNull(release.chart().lock());
    assertNotNull(release.chart().schema());
    assertEquals(2, release.hooks().size());
    HookRun hook = release.hooks().get(0);
    assertEquals(List.of(HookEvent.PRE_INSTALL, HookEvent.POST_UPGRADE), hook.hook().events());
    assertEquals(-5, hook.hook().weight());
    assertEquals("Succeeded", hook.phase());
    assertNotNull(hook.startedAt());
    assertEquals(Golden.read("release/" + helm + ".manifest.yaml"), release.manifest() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm3", "helm4"})
  void aRecordWrittenAgainSaysTheSame(String helm) throws IOException {
    Release release = recorded(helm);
    String again = ReleaseCodec.encode(release);
    assertEquals(meaning(tree(Golden.read("release/" + helm + ".txt"))), meaning(tree(again)));
    Release second = ReleaseCodec.decode(again, release.labels());
    assertEquals(release.config(), second.config());
    assertEquals(release.hooks(), second.hooks());
    assertEquals(release.info(), second.info());
    assertEquals(again, ReleaseCodec.encode(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not base 64!", "bm90IGpzb24=", "W10=", "H4sIAAAA"})
  void damagedTextIsToldAsSuch(String text) {
    ReleaseException failure =
        assertThrows(ReleaseException.class, () -> ReleaseCodec.decode(text, Map.of()));
    assertEquals(ReleaseException.Reason.DAMAGED, failure.reason());
  }

  @Test
  void labelsOfARecordAreHelmsAndTheUsers() {
    Release release = recorded("helm4");
    Instant now = Instant.ofEpochSecond(1700000000);
    assertEquals(
        Map.of(
            "team", "web",
            "createdAt", "1700000000",
            "name", "rich4",
            "owner", "helm",
            "status", "deployed",
            "version", "1"),
        RecordLabels.of(release, true, now));
    assertTrue(RecordLabels.of(release, false, now).containsKey("modifiedAt"));
    assertEquals("sh.helm.release.v1.rich4.v1", release.recordName());
  }
}
