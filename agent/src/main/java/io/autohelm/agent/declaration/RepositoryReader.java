package io.autohelm.agent.declaration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads declarations of the kind Repository, and finds them by name. */
final class RepositoryReader {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String OBJECT = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

  /** By name; one with mistakes has no value. */
  private final Map<String, Optional<DeclaredRepository>> known = new HashMap<>();

  private final Map<String, String> places = new HashMap<>();

  void read(SourceFiles files, DeclarationText text, FieldReader top) {
    int before = text.problems().size();
    FieldReader metadata = top.table("metadata").orElse(null);
    FieldReader spec = top.table("spec").orElse(null);
    for (String part : List.of("metadata", "spec")) {
      if (top.isAbsent(part)) {
        top.problem(top.lineOf(part), part, "is required");
        return;
      }
    }
    if (metadata == null || spec == null) {
      return;
    }
    metadata.allow("name", "namespace", "labels", "annotations");
    metadata.texts("labels");
    metadata.texts("annotations");
    String name = checked(metadata, "name", NAME, metadata.requiredText("name"));
    String namespace =
        checked(metadata, "namespace", NAME, metadata.text("namespace").orElse("default"));
    DeclaredRepository repository = spec(files, name, namespace, spec);
    String place = text.file() + ":" + text.lines().inSource(top.line());
    String other = places.putIfAbsent(name, place);
    if (other != null && !name.isEmpty()) {
      metadata.problem(
          metadata.lineOf("name"),
          "name",
          "Repository " + name + " is declared already in " + other);
    }
    boolean isValid = text.problems().size() == before;
    known.putIfAbsent(name, isValid ? Optional.of(repository) : Optional.empty());
  }

  private static String checked(FieldReader reader, String field, String pattern, String text) {
    if (!text.isEmpty() && !text.matches(pattern)) {
      reader.problem(
          reader.lineOf(field),
          field,
          "expected small letters, digits and dashes, met " + Shown.value(text));
    }
    return text;
  }

  private static DeclaredRepository spec(
      SourceFiles files, String name, String namespace, FieldReader spec) {
    spec.allow(
        "url", "secretRef", "certSecretRef", "passCredentials", "insecure", "interval", "verify");
    String url = spec.requiredText("url");
    ChartReader.checkAddress(spec, "url", url);
    boolean insecure = spec.flag("insecure", false);
    if (insecure && url.startsWith("http")) {
      spec.problem(
          spec.lineOf("insecure"), "insecure", "goes with oci://; for others the address says it");
    }
    FieldReader verify = spec.table("verify").orElse(null);
    if (verify != null) {
      verify.allow("keyring", "signers");
    }
    String keyring = verify == null ? "" : verify.requiredText("keyring");
    if (verify != null
        && !keyring.isEmpty()
        && SourcePaths.isInside(verify, "keyring", keyring)
        && files.key(SourcePaths.clean(keyring)).isEmpty()) {
      verify.problem(
          verify.lineOf("keyring"), "keyring", "the commit has no file " + Shown.value(keyring));
    }
    return new DeclaredRepository(
        name,
        namespace,
        url,
        reference(spec, "secretRef"),
        reference(spec, "certSecretRef"),
        spec.flag("passCredentials", false),
        insecure,
        spec.duration("interval", INTERVAL, SHORTEST),
        SourcePaths.clean(keyring),
        verify == null ? List.of() : List.copyOf(verify.lines("signers").values()));
  }

  private static String reference(FieldReader spec, String field) {
    FieldReader reference = spec.table(field).orElse(null);
    if (reference == null) {
      return "";
    }
    reference.allow("name");
    return checked(reference, "name", OBJECT, reference.requiredText("name"));
  }

  /** The Repository that a chart names; the problem is told where there is none. */
  @Nullable DeclaredRepository find(FieldReader chart, String name) {
    Optional<DeclaredRepository> found = known.get(name);
    if (found == null) {
      chart.problem(
          chart.lineOf("repository"),
          "repository",
          "expected https://, http://, oci:// or the name of a Repository, met "
              + Shown.value(name)
              + Suggestions.nearest(name, known.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
      return null;
    }
    if (found.isEmpty()) {
      chart.problem(
          chart.lineOf("repository"),
          "repository",
          "Repository " + name + " has mistakes, in " + places.getOrDefault(name, ""));
    }
    return found.orElse(null);
  }
}
