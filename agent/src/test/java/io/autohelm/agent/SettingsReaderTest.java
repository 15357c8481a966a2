package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitProxy;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.SignaturePolicy;
import io.autohelm.agent.reconcile.Limits;
import io.autohelm.agent.reconcile.Rules;
import io.autohelm.agent.reconcile.WindowRule;
import io.autohelm.engine.kube.LeaderElection;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.repo.TrustPolicy;
import io.autohelm.engine.values.SchemaReach;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsReaderTest {
  private static final String SOURCE = "autohelm:\n  sources:\n    - { name: a, url: u";

  @TempDir private Path folder;

  private Settings read(String text, Map<String, String> environment) throws IOException {
    return SettingsReader.read(Files.writeString(folder.resolve("a.yaml"), text), environment);
  }

  @Test
  void theLogIsTextUnlessToldOtherwise() throws IOException {
    String text = SOURCE + " }\n";
    assertEquals(LogFormat.TEXT, read(text, Map.of()).log());
    assertEquals(LogFormat.JSON, read(text + "  log: { format: json }\n", Map.of()).log());
    assertEquals(LogFormat.JSON, read(text, Map.of("AUTOHELM_LOG_FORMAT", "json")).log());
    SettingsException refused =
        assertThrows(
            SettingsException.class, () -> read(text + "  log: { format: xml }\n", Map.of()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("expected text or json, met xml"),
        refused.getMessage());
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Settings settings =
        read(
            """
            autohelm:
              sources:
                - name: platform
                  url: https://git.example.org/platform.git
                  ref: { semver: ^1.2 }
                  path: clusters/production
                  interval: 90s
                  credentials:
                    username: bot
                    password: secret
                    passwordFile: /p
                    privateKeyFile: /k
                    passphraseFile: /f
                    knownHostsFile: /h
                  variables: { environment: production, zone: 1 }
                  environment: production/eu
                - { name: b, url: /srv/b.git, ref: { tag: v1 } }
              cluster: { kubeconfig: /etc/kubeconfig, context: blue }
              http: { host: 127.0.0.1, port: 0, tokenFile: /etc/autohelm/page-token }
              dataFolder: /var/autohelm
              concurrency: 9
              schemaReferences: anywhere
            """,
            Map.of());
    Settings.Source platform = settings.sources().get(0);
    assertEquals("platform", platform.name());
    assertEquals("production/eu", platform.environment());
    assertEquals(new GitRef.Semver("^1.2"), platform.ref());
    assertEquals("clusters/production", platform.path());
    assertEquals(Duration.ofSeconds(90), platform.interval());
    assertEquals(
        new GitCredentials(
            "bot",
            "secret",
            Path.of("/p"),
            null,
            null,
            Path.of("/k"),
            Path.of("/f"),
            Path.of("/h")),
        platform.access().credentials());
    assertEquals(Map.of("environment", "production", "zone", "1"), platform.variables());
    assertEquals(new GitRef.Tag("v1"), settings.sources().get(1).ref());
    assertEquals(Path.of("/etc/kubeconfig"), settings.kubeconfig());
    assertEquals("blue", settings.context());
    assertEquals("127.0.0.1", settings.host());
    assertEquals(0, settings.port());
    assertEquals(Path.of("/etc/autohelm/page-token"), settings.tokenFile());
    assertEquals(Path.of("/var/autohelm"), settings.data());
    assertEquals(9, settings.concurrency());
    assertEquals(SchemaReach.ANYWHERE, settings.schemaReach());
    assertFalse(settings.toString().contains("secret"), settings.toString());
  }

  @Test
  void repositoriesSayHowTheyAreReachedAndWhoSigns() throws IOException {
    ChartSettings charts =
        read(
                SOURCE
                    + """
                     }
                      repositories:
                        - url: https://charts.example.org
                          name: team
                          username: bot
                          password: hidden
                          tokenFile: /t
                          caFile: /ca
                          certFile: /cert
                          keyFile: /key
                          mirrors: [https://mirror.example.org/charts]
                          verify: { keyring: /keys.gpg, signers: ann@example.org }
                        - { url: "oci://registry.local:5000", plainHttp: true }
                      charts:
                        cacheMegabytes: 64
                        registryConfig: /docker.json
                        git: [ { url: https://git.example.org, credentials: { username: me } } ]
                    """,
                Map.of())
            .charts();
    RepositoryAccess access = charts.repositories().get("https://charts.example.org");
    assertEquals(
        new RepositoryAccess(
            new RepositoryAccess.Login("bot", "hidden", null, null, Path.of("/t")),
            new RepositoryAccess.Tls(Path.of("/ca"), Path.of("/cert"), Path.of("/key"), false),
            false,
            false,
            List.of("https://mirror.example.org/charts"),
            new TrustPolicy(Path.of("/keys.gpg"), List.of("ann@example.org"))),
        access);
    assertEquals(Map.of("team", "https://charts.example.org"), charts.names());
    assertEquals(List.of(Path.of("/docker.json")), charts.registryConfigs());
    assertEquals(64L << 20, charts.cacheBound());
    assertEquals(
        "me", charts.git().get("https://git.example.org").access().credentials().username());
    assertFalse(charts.toString().contains("hidden"), charts.toString());
  }

  @Test
  void whatIsNotSaidHasAMeaning() throws IOException {
    Settings settings = read(SOURCE + " }\n", Map.of());
    assertEquals(new GitRef.Head(), settings.sources().get(0).ref());
    assertEquals(Duration.ofMinutes(1), settings.sources().get(0).interval());
    assertEquals("", settings.sources().get(0).path());
    assertEquals(8080, settings.port());
    assertEquals("0.0.0.0", settings.host());
    assertEquals(4, settings.concurrency());
    assertEquals(SchemaReach.ITSELF, settings.schemaReach());
    assertEquals(null, settings.kubeconfig());
  }

  @Test
  void gitIsReachedAndBelievedAsSaid() throws IOException {
    Settings.Source source =
        read(
                """
                autohelm:
                  sources:
                    - name: platform
                      url: https://git.example.org/platform.git
                      ref: { tag: v1 }
                      credentials: { tokenFile: /t, caFile: /ca, certFile: /c, keyFile: /k }
                      proxy: { url: "socks5://proxy:1080", username: me, passwordFile: /pw }
                      verify:
                        mode: TagAndHEAD
                        keyring: /ring
                        allowedSignersFile: /signers
                        signers: [ann@example.org]
                      submodules: true
                      rewrites: refuse
                      webhook: { secretFile: /hook }
                """,
                Map.of())
            .sources()
            .get(0);
    assertEquals(Path.of("/t"), source.access().credentials().tokenFile());
    assertEquals(
        new RepositoryAccess.Tls(Path.of("/ca"), Path.of("/c"), Path.of("/k"), false),
        source.access().tls());
    assertEquals(
        new GitProxy(Proxy.Type.SOCKS, "proxy", 1080, "me", Path.of("/pw")),
        source.access().proxy());
    assertEquals(
        new SignaturePolicy(
            SignaturePolicy.Subject.TAG_AND_HEAD,
            Path.of("/ring"),
            Path.of("/signers"),
            List.of("ann@example.org")),
        source.signatures());
    assertTrue(source.hasModules());
    assertFalse(source.follows());
    assertEquals(Path.of("/hook"), source.webhookSecret());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "https://git.example.org/x.git | none",
        "http://git.example.org:8080/x.git | none",
        "ssh://git@git.example.org/x.git | none",
        "git@git.example.org:x.git | none",
        "git.example.org:x.git | none",
        "git:x.git | none",
        "file:///srv/git/x.git | none",
        "file:/srv/git/x.git | none",
        "git://git.example.org/x.git | none",
        "/srv/git/my repository | none",
        "../x | none",
        "ftp://git.example.org/x.git | expected https://, http://, ssh://, file://, user@host:path or a path, met ftp://",
        "htttps://bot:hidden@git.example.org/x | expected https://, http://, ssh://, file://, user@host:path or a path, met htttps://",
        "HTTPS://git.example.org/x | expected https://, http://, ssh://, file://, user@host:path or a path, met HTTPS://",
        "https:/git.example.org/x | expected https://, http://, ssh://, file://, user@host:path or a path, met https:",
        "https:///x.git | expected a host after https://",
        "ssh:// | expected a host after ssh://",
        "https://git.example.org /x.git | expected no blank in an address that begins with https://",
      })
  void anAddressOfGitThatCannotWorkIsRefused(String url, String problem) throws IOException {
    String quoted = "'" + url + "'";
    assertAddress(
        "autohelm:\n  sources:\n    - name: a\n      url: " + quoted + "\n",
        ":4:12: autohelm.sources[0].url: ",
        problem);
    String isBeginning = "ssh://".equals(url) ? null : problem;
    assertAddress(
        SOURCE + " }\n  charts:\n    git:\n      - url: " + quoted + "\n",
        ":6:14: autohelm.charts.git[0].url: ",
        isBeginning);
  }

  private void assertAddress(String text, String place, String problem) throws IOException {
    if (problem == null) {
      read(text, Map.of());
      return;
    }
    String said = assertThrows(SettingsException.class, () -> read(text, Map.of())).getMessage();
    assertTrue(said.endsWith(place + problem), said);
  }

  @Test
  void gitRepositoriesOfChartsMayDemandSignatures() throws IOException {
    ChartSettings charts =
        read(
                SOURCE
                    + """
                     }
                      charts:
                        git:
                          - url: https://git.example.org
                            verify: { keyring: /ring, signers: [ann@example.org] }
                    """
                        .replaceAll("(?m)^ {20}", ""),
                Map.of(
                    "AUTOHELM_CHARTS_GIT_1_URL", "git@git.example.org:",
                    "AUTOHELM_CHARTS_GIT_1_VERIFY_MODE", "Tag",
                    "AUTOHELM_CHARTS_GIT_1_VERIFY_ALLOWED_SIGNERS_FILE", "/signers",
                    "AUTOHELM_CHARTS_GIT_0_VERIFY_SIGNERS", "bob@example.org, carol@example.org",
                    "AUTOHELM_CHARTS_CACHE_MEGABYTES", "64"))
            .charts();
    assertEquals(
        new SignaturePolicy(
            SignaturePolicy.Subject.HEAD,
            Path.of("/ring"),
            null,
            List.of("bob@example.org", "carol@example.org")),
        charts.git().get("https://git.example.org").signatures());
    assertEquals(
        new SignaturePolicy(SignaturePolicy.Subject.TAG, null, Path.of("/signers"), List.of()),
        charts.git().get("git@git.example.org:").signatures());
    assertEquals(64L << 20, charts.cacheBound());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verify: { mode: Branch, keyring: a } | charts.git[0].verify.mode: expected one of HEAD",
        "verify: { } | charts.git[0].verify: needs keyring",
        "verify: yes | charts.git[0].verify: ",
        "verfy: { } | charts.git[0].verfy: unknown field; did you mean verify?",
      })
  void whatCannotBeMeantOfGitRepositoriesOfChartsIsRefused(String given, String expected) {
    String text =
        SOURCE + " }\n  charts:\n    git:\n      - { url: 'https://x.example', " + given + " }\n";
    String said = assertThrows(SettingsException.class, () -> read(text, Map.of())).getMessage();
    assertTrue(said.contains(expected), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "credentials: { token: a, password: b } | only one of a password and a token",
        "credentials: { certFile: a } | needs both certFile and keyFile",
        "proxy: { url: 'ftp://x:1' } | expected http://HOST:PORT",
        "proxy: { url: 'http://me:hidden@x:1' } | without a name or password",
        "verify: { mode: Branch, keyring: a } | expected one of HEAD, Tag, TagAndHEAD, met Branch",
        "verify: { mode: Tag, keyring: a } | only where ref says tag or semver",
        "verify: { mode: HEAD } | needs keyring",
        "rewrites: maybe | expected follow or refuse, met maybe",
        "webhook: { } | is required"
      })
  void whatCannotBeMeantOfGitIsRefused(String given, String expected) {
    String said =
        assertThrows(SettingsException.class, () -> read(SOURCE + ", " + given + " }\n", Map.of()))
            .getMessage();
    assertTrue(said.contains(expected), said);
    assertFalse(said.contains("hidden"), said);
  }

  @Test
  void recordsAreKeptWhereHelmsDriversKeepThem() throws IOException {
    assertEquals(ReleaseDriver.SECRET, read(SOURCE + " }\n", Map.of()).driver());
    assertEquals(
        ReleaseDriver.CONFIG_MAP,
        read(SOURCE + " }\n  storage: { driver: configmap }\n", Map.of()).driver());
    assertEquals(
        ReleaseDriver.MEMORY,
        read(SOURCE + " }\n", Map.of("AUTOHELM_STORAGE_DRIVER", "memory")).driver());
    SettingsException refused =
        assertThrows(
            SettingsException.class,
            () -> read(SOURCE + " }\n  storage: { driver: sql }\n", Map.of()));
    assertTrue(refused.getMessage().contains("not supported"), refused.getMessage());
  }

  @Test
  void theEnvironmentIsOverTheFile() throws IOException {
    Settings settings =
        read(
            SOURCE + ", ref: { branch: main }, variables: { zone: a } }\n  http: { port: 1 }\n",
            Map.of(
                "AUTOHELM_HTTP_PORT", "99",
                "AUTOHELM_SOURCES_0_REF_BRANCH", "other",
                "AUTOHELM_SOURCES_0_CREDENTIALS_PASSWORD_FILE", "/secret",
                "AUTOHELM_SOURCES_0_VARIABLES_ZONE", "b",
                "AUTOHELM_SOURCES_1_NAME", "second",
                "AUTOHELM_SOURCES_1_URL", "https://example.org/x.git",
                "AUTOHELM_CLUSTER_CONTEXT", "12",
                "AUTOHELM_LOG_LEVEL", "DEBUG",
                "HTTP_PORT", "5"));
    assertEquals(99, settings.port());
    assertEquals(new GitRef.Branch("other"), settings.sources().get(0).ref());
    assertEquals(
        Path.of("/secret"), settings.sources().get(0).access().credentials().passwordFile());
    assertEquals(Map.of("zone", "b"), settings.sources().get(0).variables());
    assertEquals("second", settings.sources().get(1).name());
    assertEquals("12", settings.context());
  }

  @Test
  void windowsAndGuardsMayComeFromTheEnvironment() throws IOException {
    Rules rules =
        read(
                SOURCE + " }\n  guard: { maxDeletions: 3 }\n",
                Map.of(
                    "AUTOHELM_GUARD_CONFIRM", "Namespace, Secret",
                    "AUTOHELM_GUARD_ALLOW_EMPTY", "true",
                    "AUTOHELM_SOURCES_0_GUARD_MAX_DELETIONS", "7",
                    "AUTOHELM_WINDOWS_0_KIND", "deny",
                    "AUTOHELM_WINDOWS_0_SCHEDULE", "0 8 * * *",
                    "AUTOHELM_WINDOWS_0_DURATION", "2h",
                    "AUTOHELM_WINDOWS_0_MANUAL", "true",
                    "AUTOHELM_WINDOWS_0_NAMESPACES", "shop-*,web"))
            .rules();
    assertEquals(Set.of("Namespace", "Secret"), rules.guard().confirm());
    assertTrue(rules.guard().allowEmpty());
    assertEquals(3, rules.guard().maxDeletions());
    assertEquals(7, rules.sources().values().iterator().next().guard().maxDeletions());
    assertEquals(List.of("shop-*", "web"), rules.windows().get(0).namespaces());
  }

  @Test
  void theEnvironmentAloneIsEnough() {
    Settings settings =
        SettingsReader.read(
            null,
            Map.of(
                "AUTOHELM_SOURCES_0_NAME", "a",
                "AUTOHELM_SOURCES_0_URL", "https://example.org/x.git",
                "AUTOHELM_SOURCES_0_INTERVAL", "5s"));
    assertEquals(Duration.ofSeconds(5), settings.sources().get(0).interval());
  }

  @Test
  void severalReplicasElectALeader() throws IOException {
    assertEquals(LeaderElectionSettings.NONE, read(SOURCE + " }\n", Map.of()).leaderElection());
    assertEquals(
        new LeaderElectionSettings(true, null, LeaderElectionSettings.NONE.terms()),
        read(SOURCE + " }\n", Map.of("AUTOHELM_LEADER_ELECTION_ENABLED", "true")).leaderElection());
    assertEquals(
        new LeaderElectionSettings(
            true,
            "here",
            new LeaderElection.Terms(
                "one", Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofSeconds(5))),
        read(
                SOURCE
                    + " }\n  leaderElection: { enabled: true, namespace: here, leaseName: one,"
                    + " leaseDuration: 1m, renewDeadline: 40s, retryPeriod: 5s }\n",
                Map.of())
            .leaderElection());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            SOURCE + " }\n  leaderElection:\n    enabled: true\n    renewDeadline: 15s\n",
            ":6: autohelm.leaderElection.renewDeadline: must be shorter than leaseDuration, so that"
                + " a leader stops before another one begins; met 15s and 15s"),
        Arguments.of(
            SOURCE + " }\n  leaderElection: { enabled: true, leaseDuration: 8s }\n",
            ":4: autohelm.leaderElection.renewDeadline: must be shorter than leaseDuration"),
        Arguments.of(
            SOURCE + " }\n  leaderElection: { retryPeriod: 9s }\n",
            ":4: autohelm.leaderElection.retryPeriod: must be shorter than renewDeadline"),
        Arguments.of(
            SOURCE + " }\n  leaderElection: { leaseDuration: 1s }\n",
            ":4: autohelm.leaderElection.leaseDuration: must be at least 2s"),
        Arguments.of(
            SOURCE + " }\n  leaderElection: { leaseName: A_B }\n",
            ":4: autohelm.leaderElection.leaseName: expected a name of Kubernetes"),
        Arguments.of(
            SOURCE + " }\n  leaderElection: { enabled: maybe }\n",
            ":4: autohelm.leaderElection.enabled: "),
        Arguments.of(
            SOURCE + " }\n  leaderElection: { leaseTime: 9s }\n",
            ":4: autohelm.leaderElection.leaseTime: unknown field"),
        Arguments.of("", "autohelm.sources: at least one source is required"),
        Arguments.of("autohelm: 5\n", ":1: autohelm: expected a table of fields, met 5"),
        Arguments.of("autohelmm: {}\n", ":1: autohelmm: unknown field; did you mean autohelm?"),
        Arguments.of("- a\n", ":1: expected a table with the key autohelm"),
        Arguments.of("a: [\n", "a.yaml:"),
        Arguments.of(SOURCE + ", ulr: x }\n", ":3: autohelm.sources[0].ulr: unknown field"),
        Arguments.of(
            "autohelm:\n  sources: [{ url: u }]\n", ":2: autohelm.sources[0].name: is required"),
        Arguments.of(
            SOURCE + " }\n    - { name: a, url: v }\n",
            ":4: autohelm.sources[1].name: another source has the name a"),
        Arguments.of(
            SOURCE + ", ref: { branch: a, tag: b } }\n",
            ":3: autohelm.sources[0].ref: only one of branch, tag, semver and commit"),
        Arguments.of(
            SOURCE + ", ref: { commit: abc } }\n",
            ":3: autohelm.sources[0].ref.commit: expected a full hash, met abc"),
        Arguments.of(
            SOURCE + ", ref: { semver: \">>1\" } }\n",
            ":3: autohelm.sources[0].ref.semver: expected a version constraint"),
        Arguments.of(
            SOURCE + ", interval: 0s }\n",
            ":3: autohelm.sources[0].interval: must be at least 1s, met 0s"),
        Arguments.of(
            SOURCE + " }\n  concurrency: 0\n",
            ":4: autohelm.concurrency: expected a whole number from 1 to 100, met 0"),
        Arguments.of(
            SOURCE + " }\n  schemaReferences: all\n",
            ":4: autohelm.schemaReferences: expected itself or anywhere, met all"),
        Arguments.of(
            SOURCE + " }\n  http: { port: 70000 }\n",
            ":4: autohelm.http.port: expected a whole number from 0 to 65535, met 70000"),
        Arguments.of(
            SOURCE + " }\n  repositories: [ { url: \"https://a\", verify: { signers: [ann] } } ]\n",
            ":4: autohelm.repositories[0].verify.keyring: is required"),
        Arguments.of(
            SOURCE + " }\n  repositories: [ { url: \"https://a\", certFile: /c } ]\n",
            ":4: autohelm.repositories[0].certFile: goes with keyFile, one is missing"),
        Arguments.of(
            "autohelm:\n  sources: [{ name: a b, url: u }]\n",
            ":2: autohelm.sources[0].name: expected letters"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedWithItsPlace(String text, String problem) {
    SettingsException failure = assertThrows(SettingsException.class, () -> read(text, Map.of()));
    String told = String.valueOf(failure.getMessage()).replaceAll("(:[0-9]+):[0-9]+: ", "$1: ");
    assertTrue(told.contains(problem), () -> failure.getMessage());
  }

  @Test
  void aMistakeInTheEnvironmentIsToldAsSuch() {
    SettingsException failure =
        assertThrows(
            SettingsException.class,
            () ->
                SettingsReader.read(
                    null,
                    Map.of(
                        "AUTOHELM_SOURCES_0_NAME", "a",
                        "AUTOHELM_SOURCES_0_URL", "u",
                        "AUTOHELM_HTTP_PORT", "many")));
    assertTrue(failure.getMessage().contains("autohelm.http.port"), failure.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsToldAsSuch() {
    assertThrows(
        SettingsException.class, () -> SettingsReader.read(folder.resolve("none"), Map.of()));
  }

  @Test
  void rulesOfWhenAndWithWhoseConsent() throws IOException {
    Settings settings =
        read(
            """
            autohelm:
              sources:
                - name: a
                  url: u
                  schedule: "@hourly"
                  timeZone: Europe/Berlin
                  approval: required
                  windows: [ { kind: allow, schedule: "0 8 * * *", duration: 2h } ]
                  guard: { maxDeletions: 3, maxDeletionShare: 5%, maxObjectDeletions: 0, confirm: [], allowEmpty: true }
                - { name: b, url: u }
              windows:
                - { kind: deny, schedule: "@daily", duration: 1h, namespaces: ["prod-*"], names: shop }
              guard: { confirm: [Secret] }
              state: { namespace: ops, name: orders }
            """,
            Map.of());
    assertEquals("@hourly (Europe/Berlin)", settings.sources().get(0).rhythm().cron().toString());
    Rules rules = settings.rules();
    assertEquals(
        new Limits(10, 50, 20, Set.of("Secret"), false), rules.guard(), "of what is not said");
    Rules.SourceRules a = rules.sources().get("a");
    assertEquals(new Limits(3, 5, 0, Set.of(), true), a.guard());
    assertTrue(a.approval());
    assertEquals("allow 0 8 * * * (UTC) for 2h", a.windows().all().get(0).toString());
    assertEquals(Rules.SourceRules.NONE, rules.sources().get("b"));
    WindowRule rule = rules.windows().get(0);
    assertEquals(List.of("prod-*"), rule.namespaces());
    assertEquals(List.of("shop"), rule.names());
    assertEquals("ops", settings.stateNamespace());
    assertEquals("orders", settings.stateName());
    assertEquals(Limits.STANDARD, read(SOURCE + " }", Map.of()).rules().guard());
    assertEquals(Settings.STATE_NAME, read(SOURCE + " }", Map.of()).stateName());
  }

  /** Nobody finds in the file what an environment variable says. */
  @Test
  void aMistakeInTheEnvironmentNamesTheVariable() {
    SettingsException refused =
        assertThrows(
            SettingsException.class,
            () ->
                read(
                    SOURCE + " }\n",
                    Map.of("AUTOHELM_HTTP_PORT", "abc", "AUTOHELM_SOURCES_0_INTERVAL", "never")));
    assertEquals(
        List.of(
            "environment variable AUTOHELM_SOURCES_0_INTERVAL: autohelm.sources[0].interval:"
                + " expected a duration such as 30s or 10m, met never",
            "environment variable AUTOHELM_HTTP_PORT: autohelm.http.port: expected a whole number"
                + " from 0 to 65535, met abc"),
        String.valueOf(refused.getMessage()).lines().toList());
  }
}
