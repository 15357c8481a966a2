package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Window;
import io.autohelm.agent.schedule.Windows;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields that say when, after whom and with whose consent a release is acted on. */
final class TermsReaderTest {
  private static Declared read(String spec) {
    return new DeclarationReader()
        .read(
            new FilesInMemory(
                Map.of(
                    "charts/shop/Chart.yaml",
                    "name: shop",
                    "a.yaml",
                    "apiVersion: autohelm.io/v1\n"
                        + "kind: Release\n"
                        + "metadata: { name: shop, namespace: web }\n"
                        + "spec:\n"
                        + "  chart: { path: charts/shop }\n"
                        + spec.indent(2))),
            "",
            Map.of());
  }

  private static Terms terms(String spec) {
    Declared declared = read(spec);
    assertEquals(List.of(), declared.problems());
    return declared.releases().get(0).terms();
  }

  @Test
  void whatIsNotSaidHasAMeaning() {
    assertEquals(Terms.STANDARD, terms(""));
  }

  @Test
  void aScheduleAndWindows() {
    Terms terms =
        terms(
            """
            schedule: 0 6 * * *
            timeZone: Europe/Berlin
            windows:
            - { kind: deny, schedule: "@daily", duration: 1h30m, manual: true }
            - { kind: allow, schedule: 0 8 * * mon-fri, duration: 8h, timeZone: Asia/Tokyo, correctDrift: true }
            """);
    assertEquals(Cron.parse("0 6 * * *", ZoneId.of("Europe/Berlin")), terms.schedule());
    assertEquals(
        new Windows(
            List.of(
                new Window(
                    Window.Kind.DENY,
                    Cron.parse("@daily", ZoneOffset.UTC),
                    Duration.ofMinutes(90),
                    true,
                    false),
                new Window(
                    Window.Kind.ALLOW,
                    Cron.parse("0 8 * * mon-fri", ZoneId.of("Asia/Tokyo")),
                    Duration.ofHours(8),
                    false,
                    true))),
        terms.windows());
  }

  @Test
  void forWhomItWaits() {
    Terms terms =
        terms(
            """
            wave: -2
            dependsOn: [{ name: db }, { name: mq, namespace: infra, condition: deployed, version: ">=2 <3" }]
            """);
    assertEquals(-2, terms.wave());
    assertEquals(
        List.of(
            new Dependency(
                new ReleaseId("web", "db"), Dependency.Condition.READY, "", new Place(7, 15)),
            new Dependency(
                new ReleaseId("infra", "mq"),
                Dependency.Condition.DEPLOYED,
                ">=2 <3",
                new Place(7, 29))),
        terms.dependencies());
  }

  @Test
  void withWhoseConsentAndWhatBecomesOfIt() {
    String digest = "sha256:" + "ab".repeat(32);
    Terms terms =
        terms(
            "approval: required\napprovedPlan: "
                + digest
                + "\nmovedFrom: { namespace: old }\n"
                + "deletionPolicy: Orphan\n");
    assertTrue(terms.approval());
    assertEquals(digest, terms.approvedPlan());
    assertEquals(new ReleaseId("old", "shop"), terms.movedFrom());
    assertTrue(terms.orphan());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "a 0; b 1; c 2                 | none",
        "a 0 b; b 0 c; c 0 a           | web/a -> web/b -> web/c -> web/a",
        "a 0 b; b 1                    | web/a -> web/b -> web/a", // b waits for all of wave 0
        "a 0 c; b 1; c 2               | web/a -> web/c -> web/b -> web/a",
        "a 0 x; b 1                    | none",
        "a 1 b; b 1                    | none",
        "a 5 b; b -3                   | none",
      })
  void circlesAreRefusedThoseOfWavesToo(String releases, String circle) {
    StringBuilder text = new StringBuilder();
    for (String release : releases.split("; ", -1)) {
      String[] parts = release.strip().split(" ", -1);
      text.append(
          "apiVersion: autohelm.io/v1\nkind: Release\nmetadata: { name: %s, namespace: web }\n"
              .formatted(parts[0]));
      text.append("spec:\n  chart: { path: charts/shop }\n  wave: %s\n".formatted(parts[1]));
      if (parts.length > 2) {
        text.append("  dependsOn: [{ name: %s }]\n".formatted(parts[2]));
      }
      text.append("---\n");
    }
    Declared declared =
        new DeclarationReader()
            .read(
                new FilesInMemory(
                    Map.of("charts/shop/Chart.yaml", "name: shop", "a.yaml", text.toString())),
                "",
                Map.of());
    if (circle == null) {
      assertEquals(List.of(), declared.problems());
    } else {
      String message = declared.problems().get(0).message();
      assertEquals(
          "release depends on itself: " + circle,
          message.replace("; it waits for lower waves of its source too", ""));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule: x                     | spec.schedule: expected five fields (minute, hour, day of the month, month, day of the week), met x",
        "schedule: [x]                   | spec.schedule: expected text, met a list",
        "{schedule: '@daily', interval: 1m} | spec.schedule: cannot stand beside interval: only one can count",
        "timeZone: UTC                   | spec.timeZone: goes with schedule, which is missing",
        "{schedule: '@daily', timeZone: Europe/Berlim} | spec.timeZone: expected a time zone such as Europe/Berlin, met Europe/Berlim; did you mean Europe/Berlin?",
        "windows: x                      | spec.windows: expected a list, met x",
        "windows: [{}]                   | spec.windows[0].kind: is required",
        "windows: [{kind: open, schedule: '@daily', duration: 1h}] | spec.windows[0].kind: expected one of allow, deny, met open",
        "windows: [{kind: deny, schedule: '@daily'}]               | spec.windows[0].duration: is required",
        "windows: [{kind: deny, schedule: '@daily', duration: 1s}] | spec.windows[0].duration: must be at least 60s, met 1s",
        "windows: [{kind: deny, schedule: '@daily', duration: 999d}] | spec.windows[0].duration: must be at most 366d",
        "windows: [{kind: deny, schedule: '61 * * * *', duration: 1h}] | spec.windows[0].schedule: minute: expected numbers from 0 to 59, met 61",
        "dependsOn: [{name: db, condition: up}] | spec.dependsOn[0].condition: expected one of deployed, ready, met up",
        "dependsOn: [{name: db, version: x.y.z}] | spec.dependsOn[0].version: expected a version or a constraint such as ^1.2, met x.y.z",
        "movedFrom: {}                   | spec.movedFrom: expected name, namespace or both",
        "movedFrom: { name: shop }       | spec.movedFrom: is the release itself: web/shop",
        "movedFrom: { nam: shop }        | spec.movedFrom.nam: unknown field; did you mean name?",
        "deletionPolicy: Keep            | spec.deletionPolicy: expected one of Uninstall, Orphan, met Keep",
        "approval: yes please            | spec.approval: expected one of none, required, met yes please",
        "approvedPlan: sha256:12         | spec.approvedPlan: expected sha256: and 64 hexadecimal digits, met sha256:12",
        "wave: 1.5 | spec.wave: expected a whole number from -1000000 to 1000000, met 1.5",
        "windows: [{kind: deny, schedule: '@daily', duration: 1h, timezone: UTC}] | spec.windows[0].timezone: unknown field; did you mean timeZone?",
      })
  void aMistakeIsToldWithItsPlace(String fields, String message) {
    String spec =
        fields.startsWith("{")
            ? fields.substring(1, fields.length() - 1).replace(", ", "\n")
            : fields;
    Declared declared = read(spec);
    assertEquals(List.of(), declared.releases());
    Problem first = declared.problems().get(0);
    assertEquals(message, first.path() + ": " + first.message());
    assertEquals("a.yaml", first.file());
  }
}
