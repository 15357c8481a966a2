package io.autohelm.agent;

import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitOrigin;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.SignaturePolicy;
import io.autohelm.agent.reconcile.Rules;
import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Rhythm;
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
 * @param rules when, and with whose consent, releases are acted on
 * @param stateNamespace where what people order by commands is kept; null for the agent's own
 * @param stateName the name of the ConfigMap with it
 * @param log how the log is written
 * @param tokenFile the file with the token by which people may order something over HTTP; null
 *     where nobody may
 * @param leaderElection which of several replicas leads
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
    ReleaseDriver driver,
    Rules rules,
    @Nullable String stateNamespace,
    String stateName,
    LogFormat log,
    @Nullable Path tokenFile,
    LeaderElectionSettings leaderElection) {
  /** The ConfigMap with what people order by commands, unless told otherwise. */
  public static final String STATE_NAME = "autohelm-state";

  /**
   * A Git repository that is watched.
   *
   * @param path the folder below which declarations are looked for; empty for all
   * @param interval the time between two polls
   * @param variables what Jinja expressions in its declarations may name
   * @param schedule when it is polled; null where the interval says so
   * @param signatures what must be signed
   * @param hasModules whether its sub-modules' files count as its own
   * @param follows whether history that was rewritten is followed
   * @param webhookSecret the file with the secret that webhooks prove themselves by; null where
   *     there are none
   * @param environment whose variables are read from files of the commit; empty for none
   */
  public record Source(
      String name,
      String url,
      GitRef ref,
      String path,
      Duration interval,
      GitAccess access,
      Map<String, String> variables,
      @Nullable Cron schedule,
      SignaturePolicy signatures,
      boolean hasModules,
      boolean follows,
      @Nullable Path webhookSecret,
      String environment) {
    public Source {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** A source that is believed as it is. */
    public Source(
        String name,
        String url,
        GitRef ref,
        String path,
        Duration interval,
        GitCredentials credentials,
        Map<String, String> variables) {
      this(
          name,
          url,
          ref,
          path,
          interval,
          GitAccess.of(credentials),
          variables,
          null,
          SignaturePolicy.NONE,
          false,
          true,
          null,
          "");
    }

    /** The same with variables of an environment. */
    Source in(String other) {
      return new Source(
          name,
          url,
          ref,
          path,
          interval,
          access,
          variables,
          schedule,
          signatures,
          hasModules,
          follows,
          webhookSecret,
          other);
    }

    GitOrigin origin() {
      return new GitOrigin(url, ref, access, signatures, hasModules, follows);
    }

    /** When it is polled. */
    public Rhythm rhythm() {
      return new Rhythm(interval, schedule);
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
        ReleaseDriver.SECRET,
        Rules.NONE,
        null,
        STATE_NAME,
        LogFormat.TEXT,
        null,
        LeaderElectionSettings.NONE);
  }

  /** Settings where releases are acted on at any time. */
  public Settings(
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
    this(
        sources,
        kubeconfig,
        context,
        host,
        port,
        data,
        concurrency,
        charts,
        schemaReach,
        driver,
        Rules.NONE,
        null,
        STATE_NAME,
        LogFormat.TEXT,
        null,
        LeaderElectionSettings.NONE);
  }

  /** These settings with other sources. */
  Settings withSources(List<Source> others) {
    return new Settings(
        others,
        kubeconfig,
        context,
        host,
        port,
        data,
        concurrency,
        charts,
        schemaReach,
        driver,
        rules,
        stateNamespace,
        stateName,
        log,
        tokenFile,
        leaderElection);
  }

  /** These settings with other rules. */
  public Settings withRules(Rules other) {
    return with(other, stateNamespace, stateName, tokenFile, leaderElection);
  }

  /** These settings with what people order by commands kept in another ConfigMap. */
  public Settings withState(String namespace, String name) {
    return with(rules, namespace, name, tokenFile, leaderElection);
  }

  /** These settings with a token by which people may order something over HTTP. */
  public Settings withToken(Path file) {
    return with(rules, stateNamespace, stateName, file, leaderElection);
  }

  /** These settings for one of several replicas. */
  public Settings withLeaderElection(LeaderElectionSettings election) {
    return with(rules, stateNamespace, stateName, tokenFile, election);
  }

  private Settings with(
      Rules otherRules,
      @Nullable String namespace,
      String name,
      @Nullable Path token,
      LeaderElectionSettings election) {
    return new Settings(
        sources,
        kubeconfig,
        context,
        host,
        port,
        data,
        concurrency,
        charts,
        schemaReach,
        driver,
        otherRules,
        namespace,
        name,
        log,
        token,
        election);
  }
}
