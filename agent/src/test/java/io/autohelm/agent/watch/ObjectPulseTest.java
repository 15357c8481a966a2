package io.autohelm.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.health.Health;
import io.autohelm.engine.kube.HealthProbe;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A story is a list of words; each ends with what is known and the seconds until the next look. */
final class ObjectPulseTest {
  private static KubeObject object(String kind) {
    return KubeObject.parseAll(
            switch (kind) {
              case "balancer" ->
                  "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: LoadBalancer}}";
              case "Service", "ConfigMap" ->
                  "{apiVersion: v1, kind: " + kind + ", metadata: {name: a}}";
              default -> "{apiVersion: x/v1, kind: " + kind + ", metadata: {name: a}}";
            })
        .get(0);
  }

  private static Health health(String word) {
    return new Health(Health.Level.valueOf(word.toUpperCase(Locale.ROOT)), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // What is well because it exists is never asked for, until it goes.
        "ConfigMap; begin seen:5 seen:6; ready -",
        "Service; begin gone; ready 2",
        "ConfigMap; gone seen:7; ready -",
        "ConfigMap; gone look:missing; missing 2",
        "ConfigMap; gone look:missing seen:8; ready -",
        // Everything else is looked at once, and then when it changes.
        "balancer; begin; ? 1",
        "Web; begin look:ready:5; ready -",
        "Web; begin look:ready:5 seen:5; ready -",
        "Web; begin look:ready:5 seen:6; ready 1",
        "Web; begin seen:4 look:ready:5; ready -",
        "Web; begin seen:6 look:ready:5; ready 1",
        // Or known from elsewhere.
        "Web; found:ready:5 begin seen:5; ready -",
        "Web; found:degraded:5 begin; degraded 1",
        "Web; begin look:degraded:5 found:progressing:6; degraded 1",
        // What is not ready is looked at again, less and less often.
        "Web; begin look:progressing:5; progressing 2",
        "Web; look:progressing:5 look:degraded:5 look:degraded:5 look:degraded:5; degraded 4",
        "Web; look:degraded:5 look:degraded:5 look:degraded:5 seen:6; degraded 2",
        "Web; look:degraded:5 look:ready:6; ready -",
        "Web; begin fail; unknown 2",
        "Web; look:ready:5 gone look:missing seen:9; missing 1",
        // What changes all the time and is well is looked at less and less often.
        "Web; look:ready:1 look:ready:2 look:ready:3 look:ready:4 look:ready:5 look:ready:6"
            + " look:ready:7 look:ready:8 seen:9; ready 4",
      })
  void eachStoryEndsSo(String kind, String story, String expected) {
    Instant now = Instant.EPOCH;
    ObjectPulse pulse = new ObjectPulse(object(kind));
    for (String word : story.split(" ", -1)) {
      List<String> parts = new ArrayList<>(List.of(word.split(":", -1)));
      switch (parts.get(0)) {
        case "begin" -> pulse.begin(now);
        case "seen" -> pulse.seen(parts.get(1), now);
        case "gone" -> pulse.gone(now);
        case "fail" -> pulse.failed("no", now);
        case "found" ->
            pulse.found(new HealthProbe.Finding(parts.get(2), health(parts.get(1))), now);
        default ->
            pulse.looked(
                new HealthProbe.Finding(parts.size() > 2 ? parts.get(2) : "", health(parts.get(1))),
                now);
      }
    }
    assertEquals(
        expected,
        pulse.health().map(health -> health.level().name().toLowerCase(Locale.ROOT)).orElse("?")
            + " "
            + pulse
                .due()
                .map(due -> String.valueOf(Duration.between(now, due).toSeconds()))
                .orElse("-"));
  }
}
