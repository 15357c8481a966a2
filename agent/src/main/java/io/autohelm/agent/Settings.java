package io.autohelm.agent;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.values.SchemaReach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own configuration.
 *
 * @param kubeconfig null: as a Pod, else by {@code KUBECONFIG}
 * @param context the kubeconfig's context; null takes the current one
 * @param data the folder for fetched Git objects; may be lost at any time
 * @param concurrency how many releases are acted on at once
 * @param charts where charts come from
 * @param schemaReach which references of a chart's JSON schema are followed
 * @param driver where release records are kept
 */
public record Settings(
    List<Source> sources,
    @Nullable Path kubeconfig,
    @Nullable String context,
    String host,
    int port,
    Path data,
    int concurrency,
    ChartSettings charts,
    SchemaReach schemaReach,
    ReleaseDriver driver) {

  /**
   * A Git repository that is watched.
   *
   * @param path the folder below which declarations are looked for; empty for all
   * @param interval the time between two polls
   * @param variables what Jinja expressions in its declarations may name
   */
  public record Source(
      String name,
      String url,
      GitRef ref,
      String path,
      Duration interval,
      GitCredentials credentials,
      Map<String, String> variables) {
    public Source {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
  }

  public Settings {
    sources = List.copyOf(sources);
  }

  /** Settings where every chart repository is reached without credentials. */
  public Settings(
      List<Source> sources,
      @Nullable Path kubeconfig,
      @Nullable String context,
      String host,
      int port,
      Path data,
      int concurrency) {
    this(sources, kubeconfig, context, host, port, data, concurrency, ChartSettings.NONE);
  }

  /** Settings where a chart's schema may refer to itself alone. */
  public Settings(
      List<Source> sources,
      @Nullable Path kubeconfig,
      @Nullable String context,
      String host,
      int port,
      Path data,
      int concurrency,
      ChartSettings charts) {
    this(
        sources,
        kubeconfig,
        context,
        host,
        port,
        data,
        concurrency,
        charts,
        SchemaReach.ITSELF,
        ReleaseDriver.SECRET);
  }
}
