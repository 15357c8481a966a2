package io.autohelm.engine.chart;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that Helm takes or refuses, and so do we: with the same files, in the same words. */
@RealHelm
class HostileArchiveIT {
  private static final String CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

  /** Shows what {@code .Files} holds. */
  private static final String LIST =
      "{{ range $name, $content := .Files }}\n# {{ $name | quote }} {{ len $content }}\n{{ end }}\nkind: A\n";

  private static final String TOO_LARGE =
      "Error: decompressed chart is larger than the maximum size 104857600";

  @TempDir Path folder;

  private static TarBytes good() {
    return new TarBytes().file("shop/Chart.yaml", CHART).file("shop/templates/list.yaml", LIST);
  }

  private static byte[] with(String name, String content) {
    return good().file(name, content).end().gzip();
  }

  private static byte[] chart(String yaml) {
    return new TarBytes()
        .file("shop/Chart.yaml", yaml)
        .file("shop/templates/list.yaml", LIST)
        .end()
        .gzip();
  }

  private static byte[] cut(byte[] bytes, int less) {
    return Arrays.copyOf(bytes, bytes.length - less);
  }

  private static byte[] zeros(int megabytes) {
    return new byte[megabytes << 20];
  }

  private static Map<String, byte[]> archives() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    byte[] plain = good().end().gzip();
    all.put("good", plain);
    for (String name :
        List.of(
            "shop/../evil",
            "shop/../../evil",
            "shop/..",
            "shop/a/../../../evil",
            "shop/a/../b",
            "shop/...",
            "shop/..a",
            "shop//etc/passwd",
            "/shop/a",
            "/etc/passwd",
            "shop/c:/a",
            "shop/C:a",
            "c:/a",
            "shop\\a\\b",
            "shop\\..\\..\\evil",
            "shop\\/etc/passwd",
            "shop/a\\b",
            "shop",
            "shop/.",
            "./shop/a",
            "Chart.yaml",
            "Chart.yaml/a",
            "other/a",
            "shop/a b",
            "shop/\u00e4\u4e2d",
            "shop/Chart.YAML",
            "shop/Values.yaml",
            "shop/values.YAML",
            "shop/.helmignore",
            "shop/.hidden",
            "shop/templates/.hidden.yaml",
            "shop/templates/_x.tpl",
            "shop/charts/README.md",
            "shop/charts/_hidden.tgz",
            "shop/charts/.hidden/Chart.yaml",
            "shop/charts/a.tgz",
            "shop/charts/a/b",
            "shop/charts/a.tgz.prov",
            "shop/ ",
            "")) {
      all.put("name " + name, with(name, "x: 1"));
    }
    all.put("ignored files stay", with("shop/.helmignore", "a\n*.yaml\n"));
    for (String link : List.of("/etc/passwd", "../../evil", "Chart.yaml", "")) {
      all.put("link to " + link, good().entry("shop/linked", '2', new byte[0], link).end().gzip());
      all.put(
          "hard link to " + link, good().entry("shop/linked", '1', new byte[0], link).end().gzip());
    }
    for (char kind : "3467\0S".toCharArray()) {
      all.put("kind " + (int) kind, good().entry("shop/odd", kind, new byte[0], "").end().gzip());
    }
    all.put("folder", good().entry("shop/a/", '5', new byte[0], "").end().gzip());
    all.put(
        "file that ends in a slash", good().entry("shop/a/", '0', new byte[0], "").end().gzip());
    all.put(
        "global header",
        good()
            .entry("pax_global_header", 'g', "11 a=b cdef\n".getBytes(StandardCharsets.UTF_8), "")
            .end()
            .gzip());
    all.put("twice", with("shop/Chart.yaml", "description: second\n"));
    all.put("twice, other version", with("shop/Chart.yaml", CHART.replace("1.0.0", "2.0.0")));
    all.put(
        "two tables of values",
        good().file("shop/values.yaml", "a: 1").file("shop/values.yaml", "b: 2").end().gzip());
    all.put("mark before Chart.yaml", chart("\ufeff" + CHART));
    all.put("mark before values", with("shop/values.yaml", "\ufeffa: 1"));
    all.put("mark before a file", with("shop/file", "\ufeffabc"));
    for (String yaml :
        List.of(
            "",
            "a",
            "[",
            "- a",
            "name: shop\nversion: 1.0.0\n",
            "apiVersion: v1\nname: shop\nversion: 1.0.0\n",
            "apiVersion: v9\nname: shop\nversion: 1.0.0\n",
            "apiVersion: v2\nversion: 1.0.0\n",
            "apiVersion: v2\nname: shop\n",
            "apiVersion: v2\nname: shop\nversion: one\n",
            "apiVersion: v2\nname: shop\nversion: 1.2\n",
            "apiVersion: v2\nname: ../shop\nversion: 1.0.0\n",
            "apiVersion: v2\nname: ..\nversion: 1.0.0\n",
            CHART + "type: other\n",
            CHART + "type: library\n",
            CHART + "dependencies: [null]\n",
            CHART + "maintainers: [null]\n",
            CHART + "dependencies: [{name: a, alias: 'b c', version: 1.0.0}]\n",
            CHART + "dependencies: [{name: a, version: 1.0.0}, {name: a, version: 1.0.0}]\n",
            CHART + "dependencies: [{name: a, version: 1.0.0}]\n",
            CHART + "keywords: 5\n",
            CHART + "unknown: 5\n")) {
      all.put("Chart.yaml " + yaml, chart(yaml));
    }
    for (String name : List.of("values.yaml", "Chart.lock", "requirements.yaml")) {
      all.put("broken " + name, with("shop/" + name, "a: [\n"));
      all.put("text " + name, with("shop/" + name, "text"));
      all.put("empty " + name, with("shop/" + name, ""));
    }
    all.put("no Chart.yaml", new TarBytes().file("shop/a", "b").end().gzip());
    all.put("nothing", new TarBytes().end().gzip());
    all.put("no end", good().gzip());
    all.put("empty gzip", TarBytes.gzip(new byte[0]));
    all.put("empty file", new byte[0]);
    all.put("no gzip", good().end().tar());
    all.put("two members", joined(plain, TarBytes.gzip("tail".getBytes(StandardCharsets.UTF_8))));
    all.put("tail", joined(plain, "tail".getBytes(StandardCharsets.UTF_8)));
    all.put("cut by 1", cut(plain, 1));
    all.put("cut by 8", cut(plain, 8));
    all.put("cut by 60", cut(plain, 60));
    all.put("cut to 9", Arrays.copyOf(plain, 9));
    all.put("cut to 20", Arrays.copyOf(plain, 20));
    byte[] tar = good().end().tar();
    for (int left : new int[] {100, 512, 520, 1024, 1100, 1536}) {
      all.put("tar cut to " + left, TarBytes.gzip(Arrays.copyOf(tar, left)));
    }
    byte[] sum = tar.clone();
    sum[150]++;
    all.put("wrong sum", TarBytes.gzip(sum));
    for (String size :
        List.of("99999999999", "-0000000001", "zzzzzzzzzzz", "           ", "77777777777")) {
      all.put("size " + size, good().header("shop/a", '0', size, "").end().gzip());
    }
    all.put("6 MiB", good().entry("shop/big", '0', zeros(6), "").end().gzip());
    all.put("101 MiB", good().entry("shop/big", '0', zeros(101), "").end().gzip());
    TarBytes many = good();
    for (int i = 0; i < 6; i++) {
      many.entry("shop/big" + i, '0', zeros(20), "");
    }
    all.put("6 times 20 MiB", many.end().gzip());
    return all;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** Where we are stricter or say it in other words, with the reason. */
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          // Helm 4 limits the sum, Helm 3 says another word for it, and each file besides.
          entry("101 MiB", TOO_LARGE),
          entry("size 77777777777", TOO_LARGE),
          entry("6 times 20 MiB", TOO_LARGE),
          // Helm guesses what else the file may be.
          entry("empty file", "Error: file '/shop.tgz' does not appear to be a gzipped archive"),
          entry("no gzip", "Error: file '/shop.tgz' does not appear to be a gzipped archive"),
          // Helm stops at the end of the tar archive and does not see that the rest is damaged.
          entry("cut by 1", "Error: unexpected EOF"),
          entry("cut by 8", "Error: unexpected EOF"),
          // The loader of our records says it so; the command of Helm 4 looks earlier.
          entry(
              "Chart.yaml apiVersion: v9; name: shop; version: 1.0.0; ",
              "Error: invalid chart apiVersion"),
          // A folder, whatever its kind says.
          entry("file that ends in a slash", ""),
          // Sparse files of old GNU tars: none in a chart, and this one is empty.
          entry("kind 83", "# \"odd\" 0"));

  @Test
  void whatHelmTakesWeTakeAndWhatItRefusesWeRefuse(TestHelm helm) throws IOException {
    Map<String, String> theirs = new TreeMap<>();
    Map<String, String> ours = new TreeMap<>();
    Path archive = folder.resolve("shop.tgz");
    for (Map.Entry<String, byte[]> entry : archives().entrySet()) {
      Files.write(archive, entry.getValue());
      String name = entry.getKey().replace("\n", "; ");
      TestHelm.Run four = helm.helm4("template", "r", archive.toString());
      // Helm 4 keeps to itself what it does not like about an archive; Helm 3 says it.
      boolean isSilent = four.stderr().contains("Error: unable to load chart archive\n");
      String helms = helms(isSilent ? helm.helm3("template", "r", archive.toString()) : four);
      theirs.put(name, OTHERWISE.getOrDefault(name, helms));
      ours.put(name, ours(archive));
    }
    assertEquals(lines(theirs), lines(ours));
  }

  private static String lines(Map<String, String> all) {
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + " => " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private String helms(TestHelm.Run run) {
    return run.exitCode() == 0
        ? run.stdout()
            .lines()
            .filter(line -> line.startsWith("# \""))
            .sorted()
            .collect(Collectors.joining(" "))
        : run.stderr()
            .replace(folder.toString(), "")
            .lines()
            .filter(line -> line.startsWith("Error: "))
            .collect(Collectors.joining(" "));
  }

  private String ours(Path archive) {
    try {
      Chart chart = Charts.load(archive);
      return chart
          .whyNotInstallable()
          .map(why -> "Error: " + why)
          .orElseGet(() -> files(chart).sorted().collect(Collectors.joining(" ")));
    } catch (ChartException e) {
      return "Error: "
          + String.valueOf(e.getMessage())
              .replace(folder.toString(), "")
              .lines()
              .findFirst()
              .orElse("");
    }
  }

  private static Stream<String> files(Chart chart) {
    return chart.files().stream()
        .map(file -> "# \"" + file.name().replace("\\", "\\\\") + "\" " + file.data().length);
  }
}
