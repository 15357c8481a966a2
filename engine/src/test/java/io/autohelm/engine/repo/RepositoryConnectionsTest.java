package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.repo.RepositoryAccess.Login;
import io.autohelm.engine.repo.RepositoryAccess.Tls;
import io.autohelm.engine.testing.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets which credentials, and whom we believe, against real servers on loopback. */
class RepositoryConnectionsTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private Path charts;
  private int caches;

  @BeforeEach
  void charts() throws IOException {
    charts = folder.resolve("charts");
    TinyChart.repository(charts, List.of("shop"), 0);
  }

  private String fetched(String repository, Map<String, RepositoryAccess> access) {
    return fetched(repository, access, List.of(), Map.of());
  }

  private String fetched(
      String repository,
      Map<String, RepositoryAccess> access,
      List<Path> docker,
      Map<String, String> environment) {
    ChartFetcher fetcher =
        new ChartFetcher(
            folder.resolve("cache-" + caches++),
            1 << 20,
            new RepositoryConnections(access, docker, environment, Clock.systemUTC(), pause -> {}),
            Clock.systemUTC(),
            warnings::add);
    ChartReference reference = new ChartReference(repository, "shop", "");
    return fetcher.chart(reference, fetcher.resolve(reference)).name();
  }

  private static RepositoryAccess with(Login login, Tls tls, boolean passCredentials) {
    return new RepositoryAccess(login, tls, passCredentials, false, List.of(), null);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTokenGoesAsABearer() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "t0ken\n");
    try (ChartServer server = ChartServer.of(charts)) {
      fetched(
          server.url(),
          Map.of(
              server.url(), with(new Login(null, null, null, "other", token), Tls.SYSTEM, false)));
      assertEquals(List.of("Bearer t0ken", "Bearer t0ken"), server.credentialsSeen());
    }
  }

  @Test
  void credentialsAreForTheirPlaceAlone() {
    RepositoryAccess bot = with(Login.of("bot", "p"), Tls.SYSTEM, false);
    RepositoryAccess team = with(Login.of("team", "p"), Tls.SYSTEM, false);
    RepositoryConnections connections =
        new RepositoryConnections(
            Map.of(
                "https://charts.example.org", bot,
                "https://charts.example.org/team", team,
                "oci://", team),
            List.of(),
            Map.of(),
            Clock.systemUTC());
    for (String[] row :
        new String[][] {
          {"https://charts.example.org", "bot"},
          {"https://charts.example.org/", "bot"},
          {"https://charts.example.org/other", "bot"},
          {"https://charts.example.org/team/a", "team"},
          {"https://charts.example.org/teams", "bot"},
          {"https://charts.example.org.evil.example", null},
          {"https://charts.example.org:8443", null},
          {"http://charts.example.org", null},
          {"oci://any.example.org/a", "team"}
        }) {
      assertEquals(row[1], connections.access(row[0]).login().username(), row[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 2"})
  void aRedirectToAnotherHostLosesThem(boolean passCredentials, int seen) throws IOException {
    try (ChartServer server = ChartServer.of(charts);
        ChartServer other = ChartServer.of(charts)) {
      server.redirect("/charts/shop-1.0.0.tgz", other.url() + "/shop-1.0.0.tgz");
      assertEquals(
          "shop",
          fetched(
              server.url(),
              Map.of(server.url(), with(Login.of("bot", "p"), Tls.SYSTEM, passCredentials))));
      assertEquals(
          seen, 1 + other.credentialsSeen().size(), "only where it was asked for in so many words");
      assertEquals(List.of(basic("bot:p"), basic("bot:p")), server.credentialsSeen());
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anIndexThatNamesAnotherHostDoesNotGetThemThere(boolean passCredentials) throws IOException {
    try (ChartServer other = ChartServer.of(charts)) {
      Path front = folder.resolve("front");
      TinyChart.repository(front, List.of("shop"), 0);
      String index = Files.readString(front.resolve("index.yaml"));
      Files.writeString(
          front.resolve("index.yaml"),
          index.replace("[shop-1.0.0.tgz]", "[" + other.url() + "/shop-1.0.0.tgz]"));
      try (ChartServer named = ChartServer.of(front)) {
        assertEquals(
            "shop",
            fetched(
                named.url(),
                Map.of(named.url(), with(Login.of("bot", "p"), Tls.SYSTEM, passCredentials))));
        assertEquals(
            passCredentials ? List.of(basic("bot:p")) : List.of(), other.credentialsSeen());
      }
    }
  }

  @Test
  void whatARedirectSignsIsNotShown() throws IOException {
    try (ChartServer server = ChartServer.of(charts)) {
      server.redirect("/charts/shop-1.0.0.tgz", server.url() + "/none.tgz?Signature=s3cret");
      RepositoryException none =
          assertThrows(RepositoryException.class, () -> fetched(server.url(), Map.of()));
      assertTrue(none.getMessage().contains("answers with status 404"), none.getMessage());
      assertFalse(none.getMessage().contains("s3cret"), none.getMessage());
      String gone = "http://127.0.0.1:1/charts?token=s3cret";
      RepositoryException unreachable =
          assertThrows(RepositoryException.class, () -> fetched(gone, Map.of()));
      assertFalse(unreachable.getMessage().contains("s3cret"), unreachable.getMessage());
    }
  }

  @Test
  void redirectsEnd() throws IOException {
    try (ChartServer server = ChartServer.of(charts)) {
      server.redirect("/charts/index.yaml", server.url() + "/index.yaml");
      RepositoryException endless =
          assertThrows(RepositoryException.class, () -> fetched(server.url(), Map.of()));
      assertTrue(endless.getMessage().endsWith("redirects more than 10 times"));
    }
  }

  @Test
  void aServerIsBelievedByTheAuthorityThatWasGiven() throws Exception {
    TlsFiles files = TlsFiles.in(folder);
    Path ca = folder.resolve("ca.crt");
    try (ChartServer server = ChartServer.secure(charts, files.server(), false)) {
      assertEquals(
          "shop",
          fetched(
              server.url(), Map.of("", with(Login.NONE, new Tls(ca, null, null, false), false))));
      RepositoryException unknown =
          assertThrows(RepositoryException.class, () -> fetched(server.url(), Map.of()));
      assertEquals(RepositoryException.Kind.UNREACHABLE, unknown.kind());
      assertTrue(unknown.getMessage().contains("PKIX"), unknown.getMessage());
      String byName = server.url().replace("127.0.0.1", "localhost");
      RepositoryException otherName =
          assertThrows(
              RepositoryException.class,
              () ->
                  fetched(
                      byName, Map.of("", with(Login.NONE, new Tls(ca, null, null, false), false))));
      assertTrue(otherName.getMessage().contains("localhost"), otherName.getMessage());
      assertTrue(warnings.isEmpty(), warnings::toString);

      RepositoryAccess blind = with(Login.NONE, new Tls(null, null, null, true), false);
      assertEquals("shop", fetched(byName, Map.of("", blind)));
      assertTrue(
          warnings.get(0).startsWith("the certificate of https://localhost:"), warnings::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, PKCS8", "RSA, PKCS1", "EC, PKCS8", "EC, SEC1"})
  void aServerMayWantOurCertificate(String kind, String form) throws Exception {
    TlsFiles files = TlsFiles.in(folder);
    files.client(kind, form);
    Path ca = folder.resolve("ca.crt");
    try (ChartServer server = ChartServer.secure(charts, files.server(), true)) {
      Tls with = new Tls(ca, folder.resolve("client.crt"), folder.resolve("client.key"), false);
      assertEquals("shop", fetched(server.url(), Map.of("", with(Login.NONE, with, false))));
      assertThrows(
          RepositoryException.class,
          () ->
              fetched(
                  server.url(),
                  Map.of("", with(Login.NONE, new Tls(ca, null, null, false), false))));
    }
  }

  @Test
  void awayFromTlsIsNotFollowed() throws Exception {
    TlsFiles files = TlsFiles.in(folder);
    try (ChartServer plain = ChartServer.of(charts);
        ChartServer server = ChartServer.secure(charts, files.server(), false)) {
      server.redirect("/charts/shop-1.0.0.tgz", plain.url() + "/shop-1.0.0.tgz");
      RepositoryException refused =
          assertThrows(
              RepositoryException.class,
              () ->
                  fetched(
                      server.url(),
                      Map.of(
                          "",
                          with(
                              Login.NONE,
                              new Tls(folder.resolve("ca.crt"), null, null, false),
                              false))));
      assertTrue(
          refused.getMessage().endsWith("away from TLS: not followed"), refused.getMessage());
    }
  }

  @Test
  void aProxyIsAskedWithItsOwnCredentials() throws IOException {
    try (ChartServer proxy = ChartServer.of(charts)) {
      String address = proxy.url().replaceFirst("/charts$", "").replace("//", "//me:secret@");
      assertEquals(
          "shop",
          fetched(
              "http://charts.example.org/charts",
              Map.of("", with(Login.of("bot", "p"), Tls.SYSTEM, false)),
              List.of(),
              Map.of("http_proxy", address)));
      assertEquals(basic("me:secret"), proxy.proxyCredentialsSeen().get(0));
      assertEquals(basic("bot:p"), proxy.credentialsSeen().get(0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example.org/x | https://p:3128 | ''                 | p",
        "http://a.example.org/x  | q:80           | ''                 | q",
        "https://a.example.org   | p:3128         | example.org        | ",
        "https://a.example.org   | p:3128         | .example.org       | ",
        "https://example.org     | p:3128         | .example.org       | p",
        "https://example.org     | p:3128         | example.org        | ",
        "https://anexample.org   | p:3128         | example.org        | p",
        "https://a.example.org   | p:3128         | 'b.org, *'         | ",
        "https://a.example.org   | p:3128         | a.example.org:443  | ",
        "https://a.example.org   | p:3128         | a.example.org:8443 | p",
        "https://10.1.2.3        | p:3128         | 10.0.0.0/8         | ",
        "https://11.1.2.3        | p:3128         | 10.0.0.0/8         | p",
        "https://10.1.2.3        | p:3128         | 10.1.2.3           | ",
        "https://localhost:5000  | p:3128         | ''                 | ",
        "https://127.0.0.1       | p:3128         | ''                 | ",
        "https://[::1]:5000      | p:3128         | ''                 | ",
        "https://a.example.org   | ''             | ''                 | ",
      })
  void aProxyIsChosenAsGoProgramsDo(String uri, String proxy, String except, String host) {
    EnvironmentProxy chosen =
        new EnvironmentProxy(Map.of("HTTPS_PROXY", proxy, "HTTP_PROXY", proxy, "no_proxy", except));
    assertEquals(host, chosen.proxy(URI.create(uri)).map(URI::getHost).orElse(null));
  }

  @Test
  void dockersFilesAndHelpersAreAsked() throws IOException {
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"auths": {
           "registry.example.org": {"auth": "%s"},
           "https://old.example.org/v1/": {"username": "old", "password": "pw"},
           "token.example.org": {"auth": "", "identitytoken": "id"},
           "https://index.docker.io/v1/": {"auth": "%s"}},
         "credHelpers": {"helped.example.org": "autohelm-no-such-helper"}}
        """
            .formatted(encoded("bot:a:b"), encoded("hub:pw")));
    DockerConfig docker = new DockerConfig(List.of(folder.resolve("missing.json"), config));
    assertEquals(
        basic("bot:a:b"), docker.of("registry.example.org").orElseThrow().login().authorization());
    assertEquals("old", docker.of("old.example.org").orElseThrow().username());
    assertEquals("id", docker.of("token.example.org").orElseThrow().identityToken());
    assertEquals("hub", docker.of("registry-1.docker.io").orElseThrow().username());
    assertTrue(docker.of("other.example.org").isEmpty());
    RepositoryException noHelper =
        assertThrows(RepositoryException.class, () -> docker.of("helped.example.org"));
    assertEquals(
        "cannot ask docker-credential-autohelm-no-such-helper for credentials",
        noHelper.getMessage());
    assertFalse(docker.of("registry.example.org").toString().contains("a:b"));
  }

  private static String encoded(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
