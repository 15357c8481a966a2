package io.autohelm.engine.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.sprig.SprigFunctions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts that would hang an engine without limits, or eat its memory. */
final class HostileChartTest {
  private static final Map<String, GoFunction> FUNCTIONS =
      new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table();

  private final AtomicLong nanos = new AtomicLong();

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ range 999999999999 }}{{ end }}~rendering takes longer than 60 seconds",
        "{{ range until 9999 }}{{ range until 9999 }}{{ range until 9999 }}{{ end }}{{ end }}{{ end }}~rendering takes longer than 60 seconds",
        "{{ repeat 999999999 `x` }}~the text is longer than 16777216 characters",
        "{{ repeat 17000000 `x` }}~the text is longer than 16777216 characters",
        "{{ indent 99999999 `x` }}~the text is longer than 16777216 characters",
        "{{ `x` BAR nindent 99999999 }}~the text is longer than 16777216 characters",
        "{{ randAlphaNum 99999999 }}~the text is longer than 16777216 characters",
        "{{ randBytes 99999999 }}~the text is longer than 16777216 characters",
        "{{ until 99999999 }}~there are more than 1000000 items",
        "{{ untilStep 0 99999999 1 }}~there are more than 1000000 items",
        "{{ seq 99999999 }}~there are more than 1000000 items",
        "{{ $s := `xxxxxxxx` }}{{ range until 99 }}{{ $s = print $s $s }}{{ end }}~the text is longer than 16777216 characters",
        "{{ $l := list 1 2 3 4 }}{{ range until 99 }}{{ $l = concat $l $l }}{{ end }}~there are more than 1000000 items",
        "{{ $s := repeat 8000000 `x` }}{{ range until 99 }}{{ $s }}{{ end }}~the output is longer than 16777216 characters",
        "{{ $s := repeat 8000000 `x` }}{{ replace `x` $s $s }}~the text is longer than 16777216 characters",
        "{{ tpl .Values.again . }}~tpl runs inside tpl more than 1000 times",
        "{{ define `a` }}{{ include `a` . }}{{ end }}{{ include `a` . }}~unable to execute template",
        "{{ define `a` }}{{ template `a` . }}{{ end }}{{ template `a` . }}~exceeded maximum template depth (100000)",
        "{{ regexFind `(((x{1000}){1000}){1000})` `x` }}~error calling regexFind",
        "{{ fromYaml (printf `a: %s` (repeat 2000 `[`)) BAR toYaml BAR fail }}~max depth",
        "{{ (fromYaml .Values.aliases).Error BAR fail }}~document contains excessive aliasing",
        "{{ (fromYaml (printf `[%s]` (repeat 1500000 `1,`))).Error BAR fail }}~more than 1000000 values in one stream",
        "{{ range until 999 }}{{ $text := repeat 8000000 `x` }}{{ end }}~texts are longer than 536870912 characters together",
        "{{ range until 999 }}{{ $key := genPrivateKey `nope` }}{{ end }}{{ range 999999999999 }}{{ end }}~rendering takes longer than 60 seconds",
        "{{ $l := list `x` }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ toYaml $l }}~the value has more than 2000000 parts",
        "{{ $l := list `x` }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ toJson $l }}~the value has more than 2000000 parts",
        "{{ $l := list `x` }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ $l }}~the value has more than 2000000 parts",
        "{{ $l := list `x` }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ print $l }}~the value has more than 2000000 parts",
        "{{ $l := list `x` }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ deepCopy $l }}~the value has more than 2000000 parts",
        "{{ $l := list 1 }}{{ $m := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ $m = list $m $m }}{{ end }}{{ deepEqual $l $m }}~the value has more than 2000000 parts",
        "{{ $t := repeat 8000000 `x` }}{{ $l := list $t $t $t }}{{ toYaml $l }}~the text is longer than 16777216 characters",
        "{{ $t := repeat 8000000 `x` }}{{ $l := list $t $t $t $t }}{{ $l }}~the text is longer than 16777216 characters",
        "{{ $t := repeat 8000000 `x` }}{{ printf `%[1]s%[1]s%[1]s` $t }}~the text is longer than 16777216 characters",
        "{{ $d := dict }}{{ $d = set $d `a` $d }}{{ toYaml $d }}~the value is nested deeper than 1000 levels",
        "{{ $d := dict }}{{ $d = set $d `a` $d }}{{ $d }}~the value is nested deeper than 1000 levels",
        "{{ $d := dict }}{{ $d = set $d `a` $d }}{{ deepCopy $d }}~the value is nested deeper than 1000 levels",
        "{{ $d := dict }}{{ $d = set $d `a` $d }}{{ $e := dict }}{{ $e = set $e `a` $e }}{{ merge $d $e }}~the value is nested deeper than 1000 levels",
        "{{ $d := dict }}{{ $d = set $d `a` $d }}{{ $e := dict }}{{ $e = set $e `a` $e }}{{ deepEqual $d $e }}~the value is nested deeper than 1000 levels",
        "{{ regexReplaceAll `` (repeat 8000000 `a`) (repeat 8000000 `b`) }}~the text is longer than 16777216 characters",
        "{{ regexFindAll `a` (repeat 1500000 `a`) -1 }}~there are more than 1000000 items",
        "{{ mustRegexFind (repeat 8000000 `a`) `a` }}~the expression is longer than 100000 characters",
        "{{ splitList `` (repeat 8000000 `a`) }}~there are more than 1000000 items",
        "{{ wrapWith 1 (repeat 8000000 `b`) (repeat 8000000 `a`) }}~the text is longer than 16777216 characters",
        "{{ $l := list }}{{ range until 999 }}{{ $l = append $l (repeat 8000000 `\u20ac`) }}{{ end }}~out of memory",
      })
  void refusesATemplate(String template, String message) {
    RenderException refused = refused(template, 5_000_000);
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertTrue(refused.getMessage().contains("c/templates/t.yaml:2"), refused.getMessage());
  }

  /** One call of each would take many minutes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ uniq (until 999999) }}",
        "{{ without (until 999999) (untilStep -1 -99999 -1) }}",
        "{{ regexMatch `(a?){1000}b` (repeat 8000000 `a`) }}",
        "{{ regexReplaceAll `(a?){1000}b` (repeat 8000000 `a`) `c` }}",
        "{{ range until 99999 }}{{ $key := genPrivateKey `ecdsa` }}{{ end }}",
      })
  void endsLongWorkInsideOneCall(String template) {
    RenderException refused = refused(template, 1_000_000_000);
    String message = "rendering takes longer than 60 seconds";
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertTrue(refused.getMessage().contains("c/templates/t.yaml:2"), refused.getMessage());
  }

  /**
   * @param look how far the clock goes each time somebody looks at it
   */
  private RenderException refused(String template, long look) {
    StringBuilder aliases = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\\n");
    for (int i = 1; i < 12; i++) {
      aliases.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    Map<String, Object> values = new HashMap<>();
    values.put("again", "{{ tpl .Values.again . }}");
    values.put("aliases", aliases.toString().replace("\\n", "\n"));
    Map<String, Object> scope = new HashMap<>(Map.of("Values", values));
    String text = "# a line\n" + template.replace("BAR", "|");
    List<TemplateSource> sources =
        List.of(new TemplateSource("c/templates/t.yaml", text, scope, "c/templates"));
    TemplateRun run =
        new TemplateRun(
            ParsedTemplates.parse(FUNCTIONS, sources),
            TemplateRun.Options.PLAIN,
            Budget.of(() -> nanos.getAndAdd(look), 60_000_000_000L));
    return assertThrows(RenderException.class, () -> run.render(sources));
  }

  @Test
  void refusesTemplatesThatPrintTooMuchTogether() {
    Map<String, Object> scope = Map.of("Values", Map.of());
    String text = "{{ range until 1999 }}" + "x".repeat(8000) + "{{ end }}";
    List<TemplateSource> sources = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String name = "c/templates/t" + i + ".yaml";
      sources.add(new TemplateSource(name, text, new HashMap<>(scope), "c/templates"));
    }
    TemplateRun run =
        new TemplateRun(ParsedTemplates.parse(FUNCTIONS, sources), TemplateRun.Options.PLAIN);
    RenderException refused = assertThrows(RenderException.class, () -> run.render(sources));
    assertEquals(
        "execution error at (c/templates/t4.yaml): the templates print more than 67108864"
            + " characters together",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"'(', ')'", "'{{ if 1 }}', '{{ end }}'"})
  void refusesTemplatesThatAreNestedTooDeeply(String open, String close) {
    String inner = open.repeat(200_000) + "1" + close.repeat(200_000);
    String text = "# a line\n" + (open.equals("(") ? "{{ " + inner + " }}" : inner);
    List<TemplateSource> sources =
        List.of(new TemplateSource("c/templates/t.yaml", text, new HashMap<>(), "c/templates"));
    RenderException refused =
        assertThrows(RenderException.class, () -> ParsedTemplates.parse(FUNCTIONS, sources));
    assertTrue(
        refused
            .getMessage()
            .matches(
                "parse error at \\(c/templates/t.yaml:2\\): "
                    + "(max expression depth exceeded|.*nested too deeply)"),
        refused.getMessage());
  }

  @Test
  void refusesDocumentsOfAliases() {
    StringBuilder aliases = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      aliases.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertTrue(
        rendered("templates/t.yaml", "kind: A\n" + aliases)
            .contains("document contains excessive aliasing"));
    assertTrue(rendered("templates/t.yaml", "kind: A\nb: " + "[".repeat(5000)).contains("depth"));
  }

  /** Why a chart of that one more file is refused. */
  private static String rendered(String name, String text) {
    return assertThrows(
            RenderException.class,
            () ->
                Renderer.standard(Clock.systemUTC(), warning -> {})
                    .render(
                        new RenderRequest(
                            Charts.ofFiles(
                                List.of(
                                    file("Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0}"),
                                    file(name, text))),
                            Map.of(),
                            new ReleaseContext("r", "n", 1, false),
                            Capabilities.withoutCluster(),
                            Lookup.NOTHING,
                            false)))
        .getMessage();
  }

  @Test
  void refusesAnArchiveOfHeaders() {
    byte[] archive =
        archive(
            tar -> {
              for (int i = 0; i < 240; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("c/f" + i);
                entry.addPaxHeader("comment", "x".repeat(900_000));
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
              }
            });
    assertEquals("decompressed chart archive is larger than 209715200 bytes", refusal(archive));
  }

  /** The whole name would be held in memory before anybody could look at it. */
  @Test
  void refusesAnArchiveWithANameOfGigabytes() {
    byte[] archive =
        archive(
            tar -> {
              TarArchiveEntry entry =
                  new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
              entry.setSize(150L << 20);
              tar.putArchiveEntry(entry);
              byte[] letters = new byte[1 << 20];
              Arrays.fill(letters, (byte) 'x');
              for (int i = 0; i < 150; i++) {
                tar.write(letters);
              }
              tar.closeArchiveEntry();
            });
    assertEquals("chart archive has a header of more than 1048576 bytes", refusal(archive));
  }

  @Test
  void refusesChartsWithinChartsWithoutEnd() {
    StringBuilder folder = new StringBuilder();
    List<ChartFile> files = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      files.add(file(folder + "Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0}"));
      folder.append("charts/c/");
    }
    ChartException refused = assertThrows(ChartException.class, () -> Charts.ofFiles(files));
    assertTrue(
        refused.getMessage().endsWith("sub-charts are nested deeper than 50"),
        refused.getMessage());
  }

  @Test
  void refusesAnArchiveOfZeros() {
    byte[] archive =
        archive(
            tar -> {
              TarArchiveEntry entry = new TarArchiveEntry("c/big");
              entry.setSize(300L << 20);
              tar.putArchiveEntry(entry);
              byte[] zeros = new byte[1 << 20];
              for (int i = 0; i < 300; i++) {
                tar.write(zeros);
              }
              tar.closeArchiveEntry();
            });
    assertEquals("decompressed chart is larger than the maximum size 104857600", refusal(archive));
  }

  @Test
  void refusesAnArchiveOfNothingButNames() {
    byte[] archive =
        archive(
            tar -> {
              for (int i = 0; i <= 50_000; i++) {
                tar.putArchiveEntry(new TarArchiveEntry("c/f" + i));
                tar.closeArchiveEntry();
              }
            });
    assertEquals("chart archive has more than 50000 entries", refusal(archive));
  }

  @ParameterizedTest
  @CsvSource({
    "c/../../etc/passwd, chart illegally references parent directory",
    "c//etc/passwd, chart illegally contains absolute paths",
  })
  void refusesPathsThatLeaveTheChart(String name, String message) {
    byte[] archive =
        archive(
            tar -> {
              tar.putArchiveEntry(new TarArchiveEntry(name, true));
              tar.closeArchiveEntry();
            });
    assertEquals(message, refusal(archive));
  }

  @Test
  void refusesValuesThatAreNestedTooDeeply() {
    ChartException refused =
        assertThrows(
            ChartException.class,
            () ->
                Charts.ofFiles(
                    List.of(
                        file("Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0}"),
                        file("values.yaml", "a: " + "[".repeat(5000)))));
    assertTrue(refused.getMessage().contains("depth"), refused.getMessage());
  }

  /** Each of them is small enough by itself. */
  @Test
  void refusesArchivesThatAreTooLargeTogether() {
    byte[] zeros = new byte[60 << 20];
    byte[] archive =
        archive(
            tar -> {
              put(tar, "s/Chart.yaml", "{apiVersion: v2, name: s, version: 1.0.0}".getBytes(UTF_8));
              put(tar, "s/zeros", zeros);
            });
    List<ChartFile> files =
        List.of(
            file("Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0}"),
            new ChartFile("charts/one.tgz", archive, null),
            new ChartFile("charts/two.tgz", archive, null));
    ChartException refused = assertThrows(ChartException.class, () -> Charts.ofFiles(files));
    assertEquals(
        "error unpacking subchart two.tgz in c: decompressed chart is larger than the maximum size"
            + " 104857600",
        refused.getMessage());
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] data) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(data.length);
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
  }

  @Test
  void refusesMoreSubChartsThanAnybodyHas() {
    List<ChartFile> files = new ArrayList<>();
    files.add(file("Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0}"));
    for (int i = 0; i <= 1000; i++) {
      String metadata = "{apiVersion: v2, name: s" + i + ", version: 1.0.0}";
      files.add(file("charts/s" + i + "/Chart.yaml", metadata));
    }
    ChartException refused = assertThrows(ChartException.class, () -> Charts.ofFiles(files));
    assertEquals("a chart has more than 1000 sub-charts", refused.getMessage());
    StringBuilder declared = new StringBuilder("[");
    for (int i = 0; i <= 1000; i++) {
      declared.append("{name: a").append(i).append(", version: 1.0.0},");
    }
    declared.append(']');
    ChartException declares =
        assertThrows(
            ChartException.class,
            () ->
                Charts.ofFiles(
                    List.of(
                        file(
                            "Chart.yaml",
                            "{apiVersion: v2, name: c, version: 1.0.0, dependencies: "
                                + declared
                                + "}"))));
    assertEquals("a chart declares more than 1000 dependencies", declares.getMessage());
  }

  private interface Writing {
    void to(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] archive(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(zipped)) {
      writing.to(tar);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static String refusal(byte[] archive) {
    return assertThrows(
            ChartException.class, () -> Charts.loadArchive(new ByteArrayInputStream(archive)))
        .getMessage();
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(UTF_8), null);
  }
}
