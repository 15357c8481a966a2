package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.provenance.ProvenanceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy decides what comes out of a repository, however it got into the cache. */
class TrustPolicyTest {
  private static final String SHA256 =
      "9ccd820a87ef492f7dd1da8af267683f9b7068dd2dadb77ee7249a35a9c8ab13";

  @TempDir Path folder;
  private ChartServer server;
  private Path charts;

  @BeforeEach
  void serve() throws IOException {
    charts = Files.createDirectory(folder.resolve("charts"));
    Files.write(charts.resolve("shop-0.1.0.tgz"), recorded("shop-0.1.0.tgz"));
    Files.write(folder.resolve("pubring.gpg"), recorded("pubring.gpg"));
    Files.writeString(
        charts.resolve("index.yaml"),
        "apiVersion: v1\nentries:\n  shop:\n  - {name: shop, version: 0.1.0, digest: "
            + SHA256
            + ", urls: [shop-0.1.0.tgz]}\n");
    server = ChartServer.of(charts);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in = TrustPolicyTest.class.getResourceAsStream("/provenance/" + name)) {
      return in.readAllBytes();
    }
  }

  private ChartFetcher fetcher(List<String> signers, boolean isAsked) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T13:00:00Z"), ZoneOffset.UTC);
    TrustPolicy policy = isAsked ? new TrustPolicy(folder.resolve("pubring.gpg"), signers) : null;
    return new ChartFetcher(
        folder.resolve("cache"),
        1 << 20,
        new RepositoryConnections(
            Map.of(server.url(), RepositoryAccess.ANONYMOUS.withTrust(policy)),
            List.of(),
            Map.of(),
            clock),
        clock,
        warning -> {});
  }

  private String fetched(ChartFetcher fetcher) {
    ChartReference reference = new ChartReference(server.url(), "shop", "");
    return fetcher.chart(reference, fetcher.resolve(reference)).name();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                 |                  | UNSIGNED        | it is not signed",
        "key-expired.prov |                  | KEY_EXPIRED     | the key that signed it has expired",
        "key-revoked.prov |                  | KEY_REVOKED     | the key that signed it was revoked",
        "helm-rsa.prov    | bob@example.org  | UNKNOWN_SIGNER  | it is signed by a key that is not trusted, it must be signed by bob@example.org",
        "helm-rsa.prov    | eve@example.org  | KEYRING         | the keyring cannot be used",
        "ann.asc          |                  | UNREADABLE      | its provenance file is not readable",
      })
  void whatIsNotProvenIsRefusedEvenFromTheCache(
      String provenance, String signer, ProvenanceException.Reason reason, String words)
      throws IOException {
    if (provenance != null) {
      Files.write(charts.resolve("shop-0.1.0.tgz.prov"), recorded(provenance));
    }
    assertEquals("shop", fetched(fetcher(List.of(), false)), "nobody asks for a signature");
    ChartFetcher asking = fetcher(signer == null ? List.of() : List.of(signer), true);
    RepositoryException refused = assertThrows(RepositoryException.class, () -> fetched(asking));
    assertEquals(RepositoryException.Kind.UNTRUSTED, refused.kind());
    assertEquals(reason, assertInstanceOf(ProvenanceException.class, refused.getCause()).reason());
    assertTrue(refused.getMessage().contains("is not trusted: " + words), refused.getMessage());
  }

  @Test
  void whatIsSignedByTheRightKeyComesAlsoWithoutTheServer() throws IOException {
    Files.write(charts.resolve("shop-0.1.0.tgz.prov"), recorded("helm-rsa.prov"));
    List<String> ann = List.of("806FA9E2D71406165BCC2EC4155D7E06BD831E6A");
    assertEquals("shop", fetched(fetcher(ann, true)));
    List<String> asked = new ArrayList<>(server.requests());
    Files.delete(charts.resolve("shop-0.1.0.tgz.prov"));
    Files.delete(charts.resolve("shop-0.1.0.tgz"));
    assertEquals("shop", fetched(fetcher(ann, true)));
    assertEquals(asked.size() + 1, server.requests().size(), server.requests()::toString);
  }

  @Test
  void aSignedArchiveUnderAnotherNameIsAnotherOne() throws IOException {
    Files.write(charts.resolve("shop-9.9.9.tgz"), recorded("shop-0.1.0.tgz"));
    Files.write(charts.resolve("shop-9.9.9.tgz.prov"), recorded("helm-rsa.prov"));
    Files.writeString(
        charts.resolve("index.yaml"),
        "entries:\n  shop:\n  - {name: shop, version: 9.9.9, urls: [shop-9.9.9.tgz]}\n");
    ChartFetcher fetcher = fetcher(List.of(), true);
    RepositoryException refused = assertThrows(RepositoryException.class, () -> fetched(fetcher));
    assertTrue(
        refused.getMessage().contains("the archive is not the one that was signed"),
        refused.getMessage());
  }
}
