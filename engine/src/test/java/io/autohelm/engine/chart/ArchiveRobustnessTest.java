package io.autohelm.engine.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Archives changed by chance, always the same ones, are read or refused: no hang, no end of memory,
 * no other exception.
 */
class ArchiveRobustnessTest {
  private static final long SEED = 20260101;
  private static final int ROUNDS = 20_000;

  private static byte[] tar() {
    byte[] inner =
        new TarBytes()
            .file("db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n")
            .end()
            .gzip();
    byte[] pax = "20 path=shop/long-x\n".getBytes(StandardCharsets.UTF_8);
    return new TarBytes()
        .file("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
        .file("shop/values.yaml", "a: {b: [1, 2]}\n")
        .file("shop/templates/a.yaml", "kind: A\n")
        .entry("shop/charts/db-1.0.0.tgz", '0', inner, "")
        .entry("shop/link", '2', new byte[0], "Chart.yaml")
        .entry("PaxHeader", 'x', pax, "")
        .file("shop/short", "content")
        .entry("././@LongLink", 'L', "shop/very-long-name\0".getBytes(StandardCharsets.UTF_8), "")
        .file("shop/short2", "content")
        .end()
        .tar();
  }

  @Test
  @Timeout(120)
  void aDamagedArchiveIsReadOrRefused() {
    Random random = new Random(SEED);
    byte[] tar = tar();
    byte[] gzip = TarBytes.gzip(tar);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] archive = round % 2 == 0 ? damaged(gzip, random) : TarBytes.gzip(damaged(tar, random));
      try {
        Chart chart = Charts.loadArchive(new ByteArrayInputStream(archive));
        assertTrue(!chart.name().isEmpty());
        read++;
      } catch (ChartException | IOException e) {
        assertTrue(e.getMessage() != null && !e.getMessage().isEmpty(), () -> "" + e);
        refused++;
      }
    }
    assertTrue(read > 100 && refused > 1000, read + " read, " + refused + " refused");
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(5); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 ->
            Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(600)), (byte) '7');
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(600), bytes.length - Math.max(from, at));
          System.arraycopy(whole, from, bytes, at, length);
        }
      }
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
