package io.autohelm.agent.declaration;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code spec.chart}: which of its forms it has, and whether its fields fit that form. */
final class ChartReader {
  private static final String REPOSITORY = "(https?|oci)://[^/\\s]+(/\\S*)?";
  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String GIT = "(https?|ssh)://[^/\\s]+/\\S+|[\\w.-]+@[\\w.-]+:\\S+";
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  private ChartReader() {}

  static ChartChoice read(SourceFiles files, RepositoryReader repositories, FieldReader spec) {
    FieldReader chart = spec.table("chart").orElse(null);
    if (chart == null) {
      if (spec.isAbsent("chart")) {
        spec.problem(spec.line(), "chart", "is required");
      }
      return new ChartChoice.InCommit("");
    }
    chart.allow("path", "repository", "name", "version", "digest", "git", "ref");
    if (chart.has("repository")) {
      return fromRepository(repositories, chart);
    }
    refuse(chart, "goes with repository, which is missing", "name", "version", "digest");
    return chart.has("git") ? fromGit(chart) : inCommit(files, chart);
  }

  private static void refuse(FieldReader chart, String why, String... fields) {
    for (String field : fields) {
      if (chart.has(field)) {
        chart.problem(chart.lineOf(field), field, why);
      }
    }
  }

  private static ChartChoice inCommit(SourceFiles files, FieldReader chart) {
    refuse(chart, "goes with git, which is missing", "ref");
    String path = chart.requiredText("path");
    if (!path.isEmpty()
        && SourcePaths.isInside(chart, "path", path)
        && files.key(SourcePaths.clean(path)).isEmpty()) {
      chart.problem(chart.lineOf("path"), "path", "the commit has no folder or file " + path);
    }
    return new ChartChoice.InCommit(SourcePaths.clean(path));
  }

  private static ChartChoice fromRepository(RepositoryReader repositories, FieldReader chart) {
    refuse(chart, "cannot stand beside repository", "path", "git", "ref");
    String repository = chart.requiredText("repository");
    boolean isNamed = repository.matches(NAME);
    DeclaredRepository declared = isNamed ? repositories.find(chart, repository) : null;
    if (!isNamed) {
      checkAddress(chart, "repository", repository);
    }
    String name = chart.requiredText("name");
    if (name.contains("/")) {
      chart.problem(chart.lineOf("name"), "name", "must not contain a slash, met " + name);
    }
    String version = chart.text("version").orElse("");
    if (!version.isEmpty()) {
      constraint(chart, "version", version);
    }
    String digest = chart.text("digest").orElse("");
    if (!digest.isEmpty() && !digest.matches(DIGEST)) {
      chart.problem(
          chart.lineOf("digest"),
          "digest",
          "expected sha256: and 64 hexadecimal digits, met " + digest);
    }
    return declared == null
        ? new ChartChoice.FromRepository(repository, name, version, digest)
        : new ChartChoice.FromDeclared(declared, name, version, digest);
  }

  /** Complains of what is no address of a repository, and of credentials in one. */
  static void checkAddress(FieldReader reader, String field, String address) {
    if (address.matches("[a-z]+://[^/]*@.*")) {
      reader.problem(
          reader.lineOf(field),
          field,
          "must not hold credentials: they belong into the agent's configuration or into a Secret");
    } else if (!address.isEmpty() && !address.matches(REPOSITORY)) {
      reader.problem(
          reader.lineOf(field),
          field,
          "expected https://, http:// or oci://, met " + Shown.value(address));
    }
  }

  private static void constraint(FieldReader reader, String field, String text) {
    try {
      Constraint.parse(text);
    } catch (SemverException e) {
      reader.problem(
          reader.lineOf(field),
          field,
          "expected a version or a constraint such as ^1.2, met " + text);
    }
  }

  private static ChartChoice fromGit(FieldReader chart) {
    String url = chart.requiredText("git");
    if (!url.isEmpty() && !url.matches(GIT)) {
      chart.problem(
          chart.lineOf("git"),
          "git",
          "expected https://, http://, ssh:// or user@host:path, met "
              + Shown.value(url.replaceFirst("://[^/]*@", "://")));
    }
    String path = chart.text("path").orElse("");
    SourcePaths.isInside(chart, "path", path);
    List<ChartChoice.FromGit> found = new ArrayList<>();
    chart
        .table("ref")
        .ifPresent(
            ref -> {
              ref.allow("branch", "tag", "semver", "commit");
              for (ChartChoice.RefKind kind : ChartChoice.RefKind.values()) {
                String field = kind.name().toLowerCase(Locale.ROOT);
                ref.text(field)
                    .ifPresent(
                        text -> {
                          check(ref, kind, text);
                          found.add(
                              new ChartChoice.FromGit(url, kind, text, SourcePaths.clean(path)));
                        });
              }
              if (found.size() > 1) {
                ref.problem(
                    ref.line(), "", "only one of branch, tag, semver and commit may be given");
              }
            });
    return found.isEmpty()
        ? new ChartChoice.FromGit(url, ChartChoice.RefKind.HEAD, "", SourcePaths.clean(path))
        : found.get(0);
  }

  private static void check(FieldReader ref, ChartChoice.RefKind kind, String text) {
    if (kind == ChartChoice.RefKind.SEMVER) {
      constraint(ref, "semver", text);
    } else if (kind == ChartChoice.RefKind.COMMIT && !text.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      ref.problem(ref.lineOf("commit"), "commit", "expected a full hash, met " + text);
    }
  }
}
