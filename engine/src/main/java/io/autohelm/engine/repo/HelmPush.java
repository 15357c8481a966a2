package io.autohelm.engine.repo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Uploads packaged charts where a command says: into a registry as {@code helm push} does, or into
 * a ChartMuseum.
 */
public final class HelmPush {
  private final HelmFolders folders;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> output;

  /**
   * @param environment for the proxy
   * @param output takes the lines that are printed
   */
  public HelmPush(
      HelmFolders folders, Map<String, String> environment, Clock clock, Consumer<String> output) {
    this.folders = folders;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.output = output;
  }

  /**
   * Uploads a chart, with its provenance file where one lies beside it.
   *
   * @param remote {@code oci://HOST/PATH}, the address of a ChartMuseum, or the name of one that
   *     was added
   * @param zone of the time that a registry notes as the chart's creation
   * @param root where a ChartMuseum's own paths begin; empty for none
   * @param force whether a ChartMuseum may replace a version
   * @throws RepositoryException when it is not taken, in Helm's words where Helm has some
   */
  public void push(
      Path archive, String remote, ChartAccess given, ZoneId zone, String root, boolean force) {
    if (remote.startsWith("oci://")) {
      RepositoryConnections connections =
          new RepositoryConnections(
              Map.of("", given.access()), List.of(folders.registryConfig()), environment, clock);
      ChartPush.Pushed pushed = new ChartPush(connections, zone).push(archive, remote);
      output.accept("Pushed: " + pushed.reference());
      output.accept("Digest: " + pushed.digest());
      OciCharts.underscore(pushed.reference(), output);
      return;
    }
    Optional<RepositoryEntry> named = RepositoriesFile.read(folders.repositoryConfig()).get(remote);
    String address = named.map(RepositoryEntry::url).orElse(remote);
    int colon = address.indexOf("://");
    if (colon < 0) {
      throw new RepositoryException("scheme prefix missing from remote (e.g. \"oci://\")");
    }
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new RepositoryException("scheme \"" + address.substring(0, colon) + "\" not supported");
    }
    if (Files.isDirectory(archive)) {
      throw new RepositoryException("cannot push directory, must provide chart archive (.tgz)");
    }
    if (!Files.exists(archive)) {
      throw new RepositoryException(archive + ": no such file");
    }
    ChartAccess how = named.map(given::over).orElse(given);
    RepositoryConnections connections =
        new RepositoryConnections(Map.of("", how.access()), List.of(), environment, clock);
    Path provenance = archive.resolveSibling(archive.getFileName() + ".prov");
    new ChartMuseum(connections, address, root)
        .upload(
            archive, Files.exists(provenance) ? Optional.of(provenance) : Optional.empty(), force);
    output.accept("Pushed: " + archive.getFileName() + " to " + address);
  }
}
