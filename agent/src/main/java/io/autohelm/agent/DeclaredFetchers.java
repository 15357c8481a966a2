package io.autohelm.agent;

import io.autohelm.agent.declaration.DeclaredRepository;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.repo.RepositoryAccess.Login;
import io.autohelm.engine.repo.RepositoryAccess.Tls;
import io.autohelm.engine.repo.RepositoryConnections;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.repo.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings charts of declared repositories with their own credentials and trust. Each has a cache of
 * its own: what one may see is not another's. Secrets are read again when the repository's interval
 * has run out, so they may be rotated.
 */
final class DeclaredFetchers {
  private static final String DOCKER = ".dockerconfigjson";

  /** Who asks, until the Secrets are read again. */
  private record Held(
      RepositoryAccess access, List<Path> registryConfigs, ChartFetcher fetcher, Instant until) {}

  private final ChartSettings settings;
  private final Path data;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final Map<String, Held> open = new HashMap<>();

  DeclaredFetchers(
      ChartSettings settings,
      Path data,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> warnings) {
    this.settings = settings;
    this.data = data;
    this.environment = environment;
    this.clock = clock;
    this.warnings = warnings;
  }

  /** Who asks for charts of the repository now. */
  ChartFetcher of(DeclaredRepository repository, SourceFiles files, ValuesObjects objects) {
    TrustPolicy trust = trust(repository, files);
    // All that tells it apart: two sources may call different repositories by one name.
    String name =
        UUID.nameUUIDFromBytes((repository + " " + trust).getBytes(StandardCharsets.UTF_8))
            .toString();
    synchronized (open) {
      Held held = open.get(name);
      if (held == null || !clock.instant().isBefore(held.until())) {
        held = renewed(repository, trust, objects, name, held);
        open.put(name, held);
      }
      return held.fetcher();
    }
  }

  private Held renewed(
      DeclaredRepository repository,
      @Nullable TrustPolicy trust,
      ValuesObjects objects,
      String name,
      @Nullable Held before) {
    Map<String, String> secret =
        repository.secret().isEmpty()
            ? Map.of()
            : objects.secret(repository.namespace(), repository.secret());
    Map<String, String> certificates =
        repository.certSecret().isEmpty()
            ? Map.of()
            : objects.secret(repository.namespace(), repository.certSecret());
    RepositoryAccess access =
        new RepositoryAccess(
            login(repository, secret),
            new Tls(
                kept(certificates.get("ca.crt")),
                kept(certificates.get("tls.crt")),
                kept(certificates.get("tls.key")),
                false),
            repository.passCredentials(),
            repository.insecure(),
            List.of(),
            trust);
    Path docker = kept(secret.get(DOCKER));
    List<Path> configs = docker == null ? List.of() : List.of(docker);
    ChartFetcher fetcher =
        before != null && before.access().equals(access) && before.registryConfigs().equals(configs)
            ? before.fetcher()
            : fetcher(repository, access, configs, name);
    return new Held(access, configs, fetcher, clock.instant().plus(repository.interval()));
  }

  private ChartFetcher fetcher(
      DeclaredRepository repository, RepositoryAccess access, List<Path> configs, String name) {
    Map<String, RepositoryAccess> all = new HashMap<>(settings.repositories());
    all.put(repository.url(), access);
    List<Path> registryConfigs = new ArrayList<>(configs);
    registryConfigs.addAll(settings.registryConfigs());
    return new ChartFetcher(
        data.resolve("charts-declared").resolve(name),
        settings.cacheBound(),
        new RepositoryConnections(all, registryConfigs, environment, clock),
        clock,
        warnings);
  }

  private static Login login(DeclaredRepository repository, Map<String, String> secret) {
    String username = secret.get("username");
    String password = secret.get("password");
    String token = secret.get("token");
    boolean isNone = username == null && token == null && !secret.containsKey(DOCKER);
    if (!repository.secret().isEmpty() && (isNone || (username == null) != (password == null))) {
      throw new RepositoryException(
          "Secret "
              + repository.namespace()
              + "/"
              + repository.secret()
              + " of Repository "
              + repository.name()
              + " has no username and password, no token, and no "
              + DOCKER);
    }
    return new Login(username, password, null, token, null);
  }

  private @Nullable TrustPolicy trust(DeclaredRepository repository, SourceFiles files) {
    if (repository.keyring().isEmpty()) {
      return null;
    }
    byte[] keys =
        files.list(repository.keyring()).stream()
            .filter(entry -> entry.path().equals(repository.keyring()))
            .findFirst()
            .map(files::read)
            .orElseThrow(
                () -> new RepositoryException("the source has no file " + repository.keyring()));
    return new TrustPolicy(file(keys), repository.signers());
  }

  private @Nullable Path kept(@Nullable String text) {
    return text == null ? null : file(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file with that content, which its name tells; nobody else may read it. */
  private Path file(byte[] content) {
    Path folder = data.resolve("credentials");
    Path file = folder.resolve(UUID.nameUUIDFromBytes(content).toString());
    try {
      Files.createDirectories(folder, owners("rwx------"));
      if (!Files.exists(file)) {
        Path whole = Files.createTempFile(folder, "new", "", owners("rw-------"));
        Files.write(whole, content);
        Files.move(whole, file);
      }
    } catch (FileAlreadyExistsException e) {
      return file;
    } catch (IOException e) {
      throw new RepositoryException(
          "cannot keep credentials in folder " + folder + ": " + e.getMessage());
    }
    return file;
  }

  private static FileAttribute<?>[] owners(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
