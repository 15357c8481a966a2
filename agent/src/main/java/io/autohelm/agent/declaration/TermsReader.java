package io.autohelm.agent.declaration;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads on what terms a release is acted on. */
final class TermsReader {
  /** The fields of {@code spec} that are read here. */
  static final String[] FIELDS = {
    "schedule",
    "timeZone",
    "windows",
    "dependsOn",
    "wave",
    "approval",
    "approvedPlan",
    "movedFrom",
    "deletionPolicy"
  };

  private static final int FARTHEST_WAVE = 1_000_000;

  private TermsReader() {}

  /**
   * @param inFile from where a field was read to where it stands in the file
   */
  static Terms read(FieldReader spec, ReleaseId id, UnaryOperator<Place> inFile) {
    return new Terms(
        WindowReader.insteadOfInterval(spec),
        WindowReader.windows(spec),
        dependencies(spec, id, inFile),
        spec.number("wave", 0, -FARTHEST_WAVE, FARTHEST_WAVE),
        approval(spec),
        spec.text("approvedPlan")
            .filter(digest -> ConsentReader.isDigest(spec, "approvedPlan", digest))
            .orElse(""),
        movedFrom(spec, id),
        spec.word("deletionPolicy", List.of("Uninstall", "Orphan"))
            .orElse("Uninstall")
            .equals("Orphan"));
  }

  private static List<Dependency> dependencies(
      FieldReader spec, ReleaseId id, UnaryOperator<Place> inFile) {
    List<Dependency> dependencies = new ArrayList<>();
    for (FieldReader table : spec.tables("dependsOn")) {
      table.allow("name", "namespace", "condition", "version");
      ReleaseId other =
          new ReleaseId(table.text("namespace").orElse(id.namespace()), table.requiredText("name"));
      dependencies.add(
          new Dependency(
              other,
              table.choice("condition", Dependency.Condition.READY, Dependency.Condition.class),
              version(table),
              inFile.apply(table.place())));
    }
    return dependencies;
  }

  private static String version(FieldReader table) {
    String constraint = table.text("version").orElse("");
    if (!constraint.isEmpty()) {
      try {
        Constraint.parse(constraint);
      } catch (SemverException e) {
        table.problem(
            table.lineOf("version"),
            "version",
            "expected a version or a constraint such as ^1.2, met " + constraint);
      }
    }
    return constraint;
  }

  private static boolean approval(FieldReader spec) {
    return spec.word("approval", List.of("none", "required")).orElse("none").equals("required");
  }

  private static @Nullable ReleaseId movedFrom(FieldReader spec, ReleaseId id) {
    FieldReader table = spec.table("movedFrom").orElse(null);
    if (table == null) {
      return null;
    }
    table.allow("name", "namespace");
    Optional<String> name = table.text("name");
    Optional<String> namespace = table.text("namespace");
    boolean isRead =
        (table.isAbsent("name") || name.isPresent())
            && (table.isAbsent("namespace") || namespace.isPresent());
    ReleaseId old = new ReleaseId(namespace.orElse(id.namespace()), name.orElse(id.name()));
    if (table.isAbsent("name") && table.isAbsent("namespace")) {
      table.problem(table.line(), "", "expected name, namespace or both");
    } else if (isRead && old.equals(id)) {
      table.problem(table.line(), "", "is the release itself: " + id);
    }
    return old;
  }
}
