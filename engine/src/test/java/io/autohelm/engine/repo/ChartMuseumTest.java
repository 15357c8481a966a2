package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a double that answers what ChartMuseum's documentation says. */
class ChartMuseumTest {
  @TempDir Path folder;

  private Path archive() throws IOException {
    Path file = folder.resolve("shop-0.1.0.tgz");
    try (InputStream in = ChartMuseumTest.class.getResourceAsStream("/provenance/shop-0.1.0.tgz")) {
      Files.write(file, in.readAllBytes());
    }
    Files.writeString(folder.resolve("shop-0.1.0.tgz.prov"), "signed");
    return file;
  }

  private static RepositoryConnections connections(String password) {
    return new RepositoryConnections(
        Map.of(
            "", RepositoryAccess.ANONYMOUS.withLogin(RepositoryAccess.Login.of("bot", password))),
        List.of(),
        Map.of(),
        Clock.systemUTC());
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "/museum, museum", "/org/repo, ''", "/museum/org/repo, museum"})
  void whatIsUploadedIsListedFetchedAndDeleted(String path, String root) throws IOException {
    Path archive = archive();
    try (MuseumDouble server = MuseumDouble.start(root)) {
      String address = server.host() + path;
      RepositoryConnections connections = connections("s3cret");
      ChartMuseum museum = new ChartMuseum(connections, address + "/", root);
      assertEquals(List.of(), museum.list());
      assertEquals(List.of(), museum.versions("shop"));
      Optional<Path> provenance = Optional.of(folder.resolve("shop-0.1.0.tgz.prov"));
      museum.upload(archive, provenance, false);
      assertEquals(museum.list(), museum.versions("shop"));
      assertEquals("0.1.0", museum.list().get(0).version());

      RepositoryException twice =
          assertThrows(RepositoryException.class, () -> museum.upload(archive, provenance, false));
      assertTrue(
          twice.getMessage().endsWith("status 409, file already exists"), twice.getMessage());
      museum.upload(archive, provenance, true);

      ChartFetcher fetcher =
          new ChartFetcher(
              folder.resolve("cache"), 1 << 20, connections, Clock.systemUTC(), warning -> {});
      ChartReference reference = new ChartReference(address, "shop", "0.1.0");
      ResolvedChart resolved = fetcher.resolve(reference);
      assertEquals("shop", fetcher.chart(reference, resolved).name());
      assertEquals(
          "signed",
          new String(
              fetcher.provenance(reference, resolved).orElseThrow(), StandardCharsets.UTF_8));

      museum.delete("shop", "0.1.0");
      assertEquals(List.of(), museum.list());
      RepositoryException gone =
          assertThrows(RepositoryException.class, () -> museum.delete("shop", "0.1.0"));
      assertTrue(gone.getMessage().contains("status 404"), gone.getMessage());
    }
  }

  @Test
  void wrongCredentialsAreRefusedAndNotShown() throws IOException {
    Path archive = archive();
    try (MuseumDouble server = MuseumDouble.start("")) {
      ChartMuseum museum = new ChartMuseum(connections("wr0ng"), server.host(), "");
      RepositoryException refused =
          assertThrows(
              RepositoryException.class, () -> museum.upload(archive, Optional.empty(), false));
      assertTrue(refused.getMessage().endsWith("status 401, unauthorized"), refused.getMessage());
      assertTrue(!refused.getMessage().contains("wr0ng"));
    }
  }

  @Test
  void aCommandPushesByAddressOrByName() throws IOException {
    Path archive = archive();
    Path config = folder.resolve("repositories.yaml");
    HelmFolders folders =
        HelmFolders.of(Map.of("HELM_REPOSITORY_CONFIG", config.toString()), folder);
    List<String> printed = new ArrayList<>();
    HelmPush push = new HelmPush(folders, Map.of(), Clock.systemUTC(), printed::add);
    try (MuseumDouble server = MuseumDouble.start("")) {
      String address = server.host() + "/org/repo";
      ChartAccess login = new ChartAccess("", "bot", "s3cret", "", "", "", false, false, false);
      push.push(archive, address, login, ZoneOffset.UTC, "", false);
      RepositoriesFile names = RepositoriesFile.read(config);
      names.put(new RepositoryEntry("museum", address, "bot", "s3cret", "", "", "", false, false));
      names.write(config);
      push.push(archive, "museum", ChartAccess.NONE, ZoneOffset.UTC, "", true);
      String line = "Pushed: shop-0.1.0.tgz to " + address;
      assertEquals(List.of(line, line), printed);
      RepositoryException refused =
          assertThrows(
              RepositoryException.class,
              () -> push.push(archive, "museum", ChartAccess.NONE, ZoneOffset.UTC, "", false));
      assertTrue(refused.getMessage().contains("file already exists"), refused.getMessage());
    }
  }
}
