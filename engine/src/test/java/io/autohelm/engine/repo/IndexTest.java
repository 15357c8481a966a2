package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {
  @TempDir Path folder;

  private List<IndexEntry> versions(String yaml, String chart) throws IOException {
    Path index = folder.resolve("index.yaml");
    Path shortened = folder.resolve("short");
    Files.writeString(index, yaml);
    Index.shorten(index, shortened, "https://charts.example.org/");
    return Index.versions(shortened, chart);
  }

  @Test
  void onlyTheChartAskedForIsRead() throws IOException {
    String yaml =
        """
        apiVersion: v1
        generated: "2026-01-01T00:00:00Z"
        entries:
          shop-front:
            - {name: shop-front, version: 9.9.9, urls: [x.tgz]}
          shop:
            - name: shop
              version: 1.10
              description: |
                entries:
                  shop: not this
              dependencies: [{name: db, version: 1.0.0}]
              urls: [charts/shop 1.tgz, https://other.example.org/shop.tgz]
              digest: sha256:abc
            - name: shop
              version: 1.0.0-rc.1
              urls:
              - shop-1.tgz
            - {name: shop, urls: [no-version.tgz]}
            - {name: shop, version: 3.0.0}
            - {name: shop, version: 4.0.0, removed: true, urls: [shop-4.tgz]}
          empty:
        """;
    assertEquals(
        List.of(
            new IndexEntry(
                "shop",
                "1.10",
                List.of("charts/shop%201.tgz", "https://other.example.org/shop.tgz"),
                "abc"),
            new IndexEntry("shop", "1.0.0-rc.1", List.of("shop-1.tgz"), "")),
        versions(yaml, "shop"));
    assertEquals(List.of(), versions(yaml, "nothing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                       | a table was expected",
        "'<html>'                 | a table was expected",
        "'apiVersion: v1'         | it has no entries",
        "'entries: [a]'           | a table was expected",
        "'entries: {shop: {}}'    | a list was expected",
        "'entries: {shop: [&a x, *a]}' | aliases are not taken here",
        "'entries: {shop: ['      | line 1",
      })
  void whatIsNoIndexIsRefused(String yaml, String why) {
    RepositoryException refused =
        assertThrows(RepositoryException.class, () -> versions(yaml, "shop"));
    assertTrue(
        refused.getMessage().startsWith("the index of https://charts.example.org/ "),
        refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
