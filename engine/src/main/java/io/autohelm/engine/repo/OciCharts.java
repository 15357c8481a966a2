package io.autohelm.engine.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A chart in a registry by the reference that Helm's commands take. */
final class OciCharts {
  private static final String SCHEME = "oci://";

  private final OciRegistry registry;
  private final Consumer<String> output;
  private final String digest;
  private final ResolvedChart chart;
  private final String tag;
  private final String shown;

  /**
   * Finds the chart.
   *
   * @param reference {@code oci://HOST/PATH/CHART}, which may end with {@code :TAG} or
   *     {@code @DIGEST}
   * @param version a version or a constraint; empty takes the tag, or the newest release
   * @param output takes what Helm prints of a download
   */
  OciCharts(
      String reference,
      String version,
      RepositoryConnections connections,
      Consumer<String> output) {
    String bare = reference.substring(SCHEME.length());
    int at = bare.lastIndexOf('@');
    String pinned = at < 0 ? "" : bare.substring(at + 1);
    String named = at < 0 ? bare : bare.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean isTagged = colon > named.lastIndexOf('/');
    String given = isTagged ? named.substring(colon + 1) : "";
    String path = isTagged ? named.substring(0, colon) : named;
    if (!version.isEmpty() && !given.isEmpty() && !given.equals(version)) {
      throw new RepositoryException(
          "chart reference and version mismatch: " + version + " is not " + given);
    }
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      throw new RepositoryException("invalid reference: missing registry or repository");
    }
    String repository = SCHEME + path.substring(0, slash);
    String name = path.substring(slash + 1);
    this.output = output;
    this.registry = connections.registry(repository, name);
    String wanted = version.isEmpty() ? given : version;
    this.chart =
        resolved(
            registry,
            new ChartReference(repository, name, pinned.isEmpty() ? wanted : "", pinned),
            connections.access(repository).plainHttp());
    this.tag = chart.version();
    this.digest = pinned.isEmpty() ? registry.manifestDigest(tag) : pinned;
    this.shown = path + (pinned.isEmpty() ? ":" + tag.replace('+', '_') : "@" + pinned);
  }

  private static ResolvedChart resolved(
      OciRegistry registry, ChartReference reference, boolean isPlain) {
    try {
      return registry.resolve(reference);
    } catch (RepositoryException e) {
      String message = String.valueOf(e.getMessage());
      int asked = message.lastIndexOf(", asked for ");
      if (asked < 0) {
        throw e;
      }
      String what = message.substring(asked + ", asked for ".length());
      if (!what.equals("list")) {
        throw new RepositoryException(
            "failed to perform \"FetchReference\" on source: "
                + registry.name()
                + ":"
                + what
                + ": not found",
            e);
      }
      int slash = registry.name().indexOf('/');
      String path = registry.name().substring(slash + 1);
      throw new RepositoryException(
          "GET \""
              + (isPlain ? "http://" : "https://")
              + registry.name().substring(0, slash)
              + "/v2/"
              + path
              + "/tags/list\": response status code 404: name unknown: repository name not known to"
              + " registry: map[name:"
              + path
              + "]",
          e);
    }
  }

  /** Where its provenance file would be, for an error. */
  String proofUrl() {
    return SCHEME + registry.name() + ":" + tag + ".prov";
  }

  String fileName() {
    return chart.name() + "-" + tag + ".tgz";
  }

  /** The SHA-256 of the archive in hexadecimal digits. */
  String archiveDigest() {
    return chart.digest();
  }

  void archive(Path to) throws IOException {
    try (InputStream in = registry.open(chart.url())) {
      Files.copy(in, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    tell();
  }

  Optional<byte[]> provenance() throws IOException {
    if (chart.provenanceUrl().isEmpty()) {
      throw new RepositoryException(
          "manifest does not contain a layer with mediatype " + OciRegistry.PROVENANCE_LAYER);
    }
    try (InputStream in = registry.open(chart.provenanceUrl())) {
      tell();
      return Optional.of(in.readAllBytes());
    }
  }

  /** Says what was brought, as Helm does even where it had it already. */
  void tell() {
    output.accept("Pulled: " + shown);
    output.accept("Digest: " + digest);
    underscore(shown, output);
  }

  /** Helm's explanation of a reference that holds an underscore. */
  static void underscore(String reference, Consumer<String> output) {
    if (reference.contains("_")) {
      output.accept(reference + " contains an underscore.");
      output.accept(
          """

          OCI artifact references (e.g. tags) do not support the plus sign (+). To support
          storing semantic versions, Helm adopts the convention of changing plus (+) to
          an underscore (_) in chart version tags when pushing to a registry and back to
          a plus (+) when pulling from a registry.""");
    }
  }
}
