package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class NeededRightTest {
  private static final LeaderElectionSettings SEVERAL =
      new LeaderElectionSettings(true, null, LeaderElectionSettings.NONE.terms());

  @Test
  void whatIsAskedForIsWhatTheRolesGive() throws IOException {
    TreeSet<String> given = new TreeSet<>();
    for (KubeObject object :
        KubeObject.parseAll(Files.readString(Path.of("../deploy/rbac.yaml")))) {
      if (object.tree().get("rules") instanceof List<?> rules) {
        for (Object rule : rules) {
          add((Map<?, ?>) rule, object.namespace(), given);
        }
      }
    }
    TreeSet<String> asked = new TreeSet<>();
    for (NeededRight right : NeededRight.all("autohelm", "autohelm-state", SEVERAL)) {
      if (!right.isForReleases()) {
        right.verbs().forEach(verb -> asked.add(right.of(verb).toString()));
      }
    }
    assertEquals(given, asked);
  }

  private static void add(Map<?, ?> rule, String namespace, Set<String> given) {
    List<?> names = rule.get("resourceNames") instanceof List<?> some ? some : List.of("");
    for (Object group : (List<?>) rule.get("apiGroups")) {
      for (Object resource : (List<?>) rule.get("resources")) {
        for (Object verb : (List<?>) rule.get("verbs")) {
          for (Object name : names) {
            given.add(
                new io.autohelm.engine.kube.KubeQuestions.Right(
                        verb.toString(),
                        group.toString(),
                        resource.toString(),
                        namespace,
                        name.toString())
                    .toString());
          }
        }
      }
    }
  }
}
