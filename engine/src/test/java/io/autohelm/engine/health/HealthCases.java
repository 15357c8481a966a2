package io.autohelm.engine.health;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.testing.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of every kind in many states, each with what kstatus said of it. */
final class HealthCases {
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  static final String RECORDED = "health/kstatus.txt";

  /** A case: its name is the comment before the object. */
  record Case(String name, KubeObject object) {
    @Override
    public String toString() {
      return name;
    }
  }

  private HealthCases() {}

  static List<Case> all() {
    String text;
    try (InputStream in = HealthCases.class.getResourceAsStream("/health/objects.yaml")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Case> cases = new ArrayList<>();
    for (String document : text.split("(?m)^---\n", -1)) {
      cases.add(
          new Case(
              document.substring(2, document.indexOf('\n')), KubeObject.parseAll(document).get(0)));
    }
    return cases;
  }

  static KubeObject object(String name) {
    return all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no case " + name))
        .object();
  }

  /** Names to states in the words of kstatus. */
  static Map<String, String> recorded() {
    Map<String, String> states = new LinkedHashMap<>();
    Golden.read(RECORDED)
        .lines()
        .forEach(
            line -> states.put(line.substring(0, line.indexOf(": ")), line.replaceAll(".*: ", "")));
    return states;
  }

  /** The state in the words of kstatus. */
  static String word(ObjectStatus status) {
    return switch (status.state()) {
      case CURRENT -> "Current";
      case IN_PROGRESS -> "InProgress";
      case FAILED -> "Failed";
      case TERMINATING -> "Terminating";
      case NOT_FOUND -> "NotFound";
      case UNKNOWN -> "error";
    };
  }
}
