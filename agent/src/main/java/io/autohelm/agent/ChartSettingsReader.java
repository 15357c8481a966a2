package io.autohelm.agent;

import io.autohelm.agent.declaration.FieldReader;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.repo.TrustPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code repositories} and {@code charts} of the configuration. */
final class ChartSettingsReader {
  private static final int MEGABYTES = (int) (ChartFetcher.CACHE_BOUND >> 20);
  private static final int MOST_MEGABYTES = 1 << 20;

  private ChartSettingsReader() {}

  static ChartSettings read(FieldReader reader) {
    Map<String, RepositoryAccess> repositories = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (FieldReader repository : reader.tables("repositories")) {
      repository(repository, repositories, names);
    }
    Optional<FieldReader> charts = reader.table("charts");
    charts.ifPresent(c -> c.allow("cacheMegabytes", "registryConfig", "git"));
    Map<String, ChartGit> git = new LinkedHashMap<>();
    for (FieldReader one : charts.map(c -> c.tables("git")).orElse(List.of())) {
      git(one, git);
    }
    int megabytes =
        charts.map(c -> c.number("cacheMegabytes", MEGABYTES, 1, MOST_MEGABYTES)).orElse(MEGABYTES);
    return new ChartSettings(
        repositories,
        names,
        charts.map(c -> c.textList("registryConfig")).orElse(List.of()).stream()
            .map(Path::of)
            .toList(),
        (long) megabytes << 20,
        git);
  }

  private static void git(FieldReader reader, Map<String, ChartGit> found) {
    reader.allow("url", "credentials", "proxy", "verify");
    String url = GitSettingsReader.beginning(reader);
    ChartGit git =
        new ChartGit(GitSettingsReader.access(reader), GitSettingsReader.signatures(reader));
    if (found.put(url, git) != null && !url.isEmpty()) {
      reader.problem(reader.lineOf("url"), "url", "is given twice: " + GitRepository.shown(url));
    }
  }

  private static void repository(
      FieldReader repository, Map<String, RepositoryAccess> found, Map<String, String> names) {
    repository.allow(
        "url",
        "name",
        "username",
        "password",
        "passwordFile",
        "token",
        "tokenFile",
        "caFile",
        "certFile",
        "keyFile",
        "skipTlsVerify",
        "passCredentials",
        "plainHttp",
        "mirrors",
        "verify");
    String url = repository.requiredText("url");
    if (!url.isEmpty() && !url.matches("(https?|oci)://.+")) {
      repository.problem(
          repository.lineOf("url"), "url", "expected https://, http:// or oci://, met " + url);
    }
    if (repository.has("certFile") != repository.has("keyFile")) {
      repository.problem(repository.line(), "certFile", "goes with keyFile, one is missing");
    }
    RepositoryAccess access =
        new RepositoryAccess(
            new RepositoryAccess.Login(
                repository.text("username").orElse(null),
                repository.block("password").orElse(null),
                path(repository, "passwordFile"),
                repository.block("token").orElse(null),
                path(repository, "tokenFile")),
            new RepositoryAccess.Tls(
                path(repository, "caFile"),
                path(repository, "certFile"),
                path(repository, "keyFile"),
                repository.flag("skipTlsVerify", false)),
            repository.flag("passCredentials", false),
            repository.flag("plainHttp", false),
            repository.textList("mirrors"),
            repository.table("verify").map(ChartSettingsReader::policy).orElse(null));
    if (found.put(url, access) != null) {
      repository.problem(repository.lineOf("url"), "url", "is given twice: " + url);
    }
    repository
        .text("name")
        .ifPresent(
            name -> {
              if (names.put(name, url) != null) {
                repository.problem(repository.lineOf("name"), "name", "is given twice: " + name);
              }
            });
  }

  private static TrustPolicy policy(FieldReader verify) {
    verify.allow("keyring", "signers");
    return new TrustPolicy(Path.of(verify.requiredText("keyring")), verify.textList("signers"));
  }

  private static @Nullable Path path(FieldReader reader, String field) {
    return reader.text(field).map(Path::of).orElse(null);
  }
}
