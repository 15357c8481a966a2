package io.autohelm.engine.repo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a command's options say that a chart is reached. A part that is left out is the empty string.
 *
 * @param repository the address of a repository with an index, where the chart is named alone
 * @param plainHttp whether a registry is asked without TLS
 * @param passCredentials whether credentials also go to other hosts that the index names
 */
public record ChartAccess(
    String repository,
    String username,
    String password,
    String certFile,
    String keyFile,
    String caFile,
    boolean insecure,
    boolean plainHttp,
    boolean passCredentials) {
  public static final ChartAccess NONE =
      new ChartAccess("", "", "", "", "", "", false, false, false);

  RepositoryAccess access() {
    return new RepositoryAccess(
        new RepositoryAccess.Login(orNull(username), orNull(password), null, null, null),
        new RepositoryAccess.Tls(path(caFile), path(certFile), path(keyFile), insecure),
        passCredentials,
        plainHttp,
        List.of(),
        null);
  }

  /** The options, and where they say nothing what the named repository says. */
  ChartAccess over(RepositoryEntry entry) {
    boolean hasCredentials = !entry.username().isEmpty() && !entry.password().isEmpty();
    boolean hasFiles =
        !entry.certFile().isEmpty() || !entry.keyFile().isEmpty() || !entry.caFile().isEmpty();
    return new ChartAccess(
        repository,
        hasCredentials ? entry.username() : username,
        hasCredentials ? entry.password() : password,
        hasFiles ? entry.certFile() : certFile,
        hasFiles ? entry.keyFile() : keyFile,
        hasFiles ? entry.caFile() : caFile,
        insecure || entry.insecure(),
        plainHttp,
        hasCredentials ? entry.passCredentials() : passCredentials);
  }

  /** How a named repository says that it is reached. */
  static ChartAccess of(RepositoryEntry entry) {
    return new ChartAccess(
        entry.url(),
        entry.username(),
        entry.password(),
        entry.certFile(),
        entry.keyFile(),
        entry.caFile(),
        entry.insecure(),
        false,
        entry.passCredentials());
  }

  private static @Nullable Path path(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "ChartAccess[repository=" + repository + ", username=" + username + "]";
  }
}
