package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helm's own files: where they are, and what is read of them. */
class HelmFilesTest {
  private static final Path HOME = Path.of("/home/ann");

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "NONE,                   x,    /home/ann/.config/helm/repositories.yaml",
    "XDG_CONFIG_HOME,        /xdg, /xdg/helm/repositories.yaml",
    "HELM_CONFIG_HOME,       /own, /own/repositories.yaml",
    "HELM_REPOSITORY_CONFIG, /f,   /f",
  })
  void variablesSayWhereTheyAre(String name, String value, String expected) {
    assertEquals(Path.of(expected), HelmFolders.of(Map.of(name, value), HOME).repositoryConfig());
  }

  @Test
  void theOthersAreWhereHelmHasThem() {
    HelmFolders folders = HelmFolders.of(Map.of(), HOME);
    assertEquals(HOME.resolve(".cache/helm/repository/a-index.yaml"), folders.index("a"));
    assertEquals(HOME.resolve(".cache/helm/repository/a-charts.txt"), folders.chartList("a"));
    assertEquals(HOME.resolve(".cache/helm/content"), folders.contentCache());
    assertEquals(HOME.resolve(".config/helm/registry/config.json"), folders.registryConfig());
    assertEquals(HOME.resolve(".local/share/helm"), folders.data());
    assertEquals(Path.of("/x"), folders.with(null, Path.of("/x"), null, null).repositoryCache());
  }

  @Test
  void repositoriesAreWrittenAsTheyWereRead() throws IOException {
    Path file = folder.resolve("repositories.yaml");
    String text =
        """
        apiVersion: v1
        generated: "2024-01-01T00:00:00Z"
        repositories:
        - caFile: ca
          certFile: ""
          insecure_skip_tls_verify: true
          keyFile: ""
          name: a
          pass_credentials_all: false
          password: p
          url: https://example.org
          username: u
        """;
    Files.writeString(file, text);
    RepositoriesFile read = RepositoriesFile.read(file);
    assertEquals(
        "RepositoryEntry[name=a, url=https://example.org]", read.entries().get(0).toString());
    read.write(file);
    assertEquals(text, Files.readString(file));
    read.remove("a");
    read.write(file);
    assertEquals(
        "apiVersion: v1\ngenerated: \"2024-01-01T00:00:00Z\"\nrepositories: []\n",
        Files.readString(file));
  }

  @Test
  void aBrokenFileIsRefused() throws IOException {
    Path file = folder.resolve("repositories.yaml");
    Files.writeString(file, "- a\n");
    assertThrows(RepositoryException.class, () -> RepositoriesFile.read(file));
    assertEquals(List.of(), RepositoriesFile.read(folder.resolve("none")).entries());
  }

  private static final String INDEX =
      """
      apiVersion: v1
      entries:
        shop:
        - {name: shop, version: 1.0.0, urls: [shop-1.0.0.tgz], description: Sells things}
        - {name: shop, version: 2.0.0-rc.1, urls: [x]}
        - {name: shop, version: 1.10.0, urls: [y], appVersion: "7", keywords: [till, money]}
        - {name: shop, version: not a version, urls: [x]}
        base:
        - {name: base, version: 0.1.0, urls: [z], digest: abc, description: For the shop}
      """;

  private IndexFile index(String text) throws IOException {
    Path file = folder.resolve("r-index.yaml");
    Files.writeString(file, text);
    return IndexFile.read(file, chart -> true, warnings::add);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'',       1.10.0",
    "1.0.0,    1.0.0",
    "^1.0,     1.10.0",
    "1.0,      1.0.0",
    ">0.0.0-0, 2.0.0-rc.1",
  })
  void theVersionThatIsMeant(String asked, String expected) throws IOException {
    assertEquals(expected, index(INDEX).get("shop", asked, warnings::add).version());
  }

  @Test
  void anotherVersionThanTheNamedOneIsWarnedOf() throws IOException {
    IndexFile index = index(INDEX);
    warnings.clear();
    index.get("shop", "1.10", warnings::add);
    assertEquals(
        List.of(
            "unable to find exact version requested; falling back to closest available version"
                + " chart=shop requested=1.10 selected=1.10.0"),
        warnings);
    assertEquals(
        "no chart version found for shop-7",
        assertThrows(RepositoryException.class, () -> index.get("shop", "7", warnings::add))
            .getMessage());
    assertEquals(
        "no chart name found",
        assertThrows(RepositoryException.class, () -> index.get("none", "", warnings::add))
            .getMessage());
  }

  @Test
  void whatIsNoIndexIsRefused() {
    assertEquals(
        "empty index.yaml file",
        assertThrows(RepositoryException.class, () -> index("")).getMessage());
    assertEquals(
        "no API version specified",
        assertThrows(RepositoryException.class, () -> index("entries: {}\n")).getMessage());
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "'',     false, '>0.0.0',   r/base 0.1.0|r/shop 1.10.0",
    "SHOP,   false, '>0.0.0',   r/shop 1.10.0|r/base 0.1.0",
    "shop,   true,  '>0.0.0-0', r/shop 2.0.0-rc.1|r/shop 1.10.0|r/shop 1.0.0|r/base 0.1.0",
    "money,  false, '>0.0.0',   r/shop 1.10.0",
    "sells,  false, '>0.0.0',   r/shop 1.0.0",
    "none,   false, '>0.0.0',   ''",
    "shop,   false, '<1.5',     r/shop 1.0.0|r/base 0.1.0",
  })
  void search(String term, boolean all, String version, String expected) throws IOException {
    index(INDEX);
    Path config = folder.resolve("repositories.yaml");
    Files.writeString(
        config, "repositories:\n- {name: r, url: http://x}\n- {name: gone, url: http://y}\n");
    HelmFolders folders = HelmFolders.of(Map.of("HELM_REPOSITORY_CACHE", folder.toString()), HOME);
    warnings.clear();
    assertEquals(
        expected,
        RepoSearch.search(
                RepositoriesFile.read(config),
                folders,
                new RepoSearch.Query(term, false, all, version),
                warnings::add)
            .stream()
            .map(found -> found.name() + " " + found.chart().version())
            .collect(Collectors.joining("|")));
    assertEquals(
        "repo is corrupt or missing repo=gone error=open "
            + folders.index("gone")
            + ": no such file or directory",
        warnings.get(warnings.size() - 1));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "https://a.org/charts,    x-1.tgz,           https://a.org/charts/x-1.tgz",
    "https://a.org/charts/,   sub/x-1.tgz,       https://a.org/charts/sub/x-1.tgz",
    "https://a.org/charts?t=1, x-1.tgz,          https://a.org/charts/x-1.tgz?t=1",
    "https://a.org/charts,    https://b.org/x,   https://b.org/x",
    "https://a.org/charts,    /root/x,           https://a.org/root/x",
  })
  void addressesOfAnIndexAreMadeAbsolute(String repository, String url, String expected) {
    assertEquals(expected, HelmRepositories.absolute(repository, url));
  }
}
