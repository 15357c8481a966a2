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

/** Charts that would hang an engine without limits, or eat its memory. */
final class HostileChartTest {
  private static final Map<String, GoFunction> FUNCTIONS =
      new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table();

  /** A clock on which a step takes a second. */
  private final AtomicLong seconds = new AtomicLong();

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ range 999999999999 }}{{ end }}~rendering takes longer than 60 seconds",
        "{{ range until 9999 }}{{ range until 9999 }}{{ range until 9999 }}{{ end }}{{ end }}{{ end }}~rendering takes longer than 60 seconds",
        "{{ repeat 999999999 `x` }}~the text is longer than 8388608 characters",
        "{{ repeat 9000000 `x` }}~the text is longer than 8388608 characters",
        "{{ indent 99999999 `x` }}~the text is longer than 8388608 characters",
        "{{ `x` BAR nindent 99999999 }}~the text is longer than 8388608 characters",
        "{{ randAlphaNum 99999999 }}~the text is longer than 8388608 characters",
        "{{ randBytes 99999999 }}~the text is longer than 8388608 characters",
        "{{ until 99999999 }}~there are more than 1000000 items",
        "{{ untilStep 0 99999999 1 }}~there are more than 1000000 items",
        "{{ seq 99999999 }}~there are more than 1000000 items",
        "{{ $s := `xxxxxxxx` }}{{ range until 99 }}{{ $s = print $s $s }}{{ end }}~the text is longer than 8388608 characters",
        "{{ $l := list 1 2 3 4 }}{{ range until 99 }}{{ $l = concat $l $l }}{{ end }}~there are more than 1000000 items",
        "{{ $s := repeat 8000000 `x` }}{{ range until 99 }}{{ $s }}{{ end }}~the output is longer than 16777216 characters",
        "{{ $s := repeat 8000000 `x` }}{{ replace `x` $s $s }}~the text is longer than 8388608 characters",
        "{{ tpl .Values.again . }}~tpl runs inside tpl more than 1000 times",
        "{{ define `a` }}{{ include `a` . }}{{ end }}{{ include `a` . }}~unable to execute template",
        "{{ define `a` }}{{ template `a` . }}{{ end }}{{ template `a` . }}~exceeded maximum template depth (100000)",
        "{{ regexFind `(((x{1000}){1000}){1000})` `x` }}~error calling regexFind",
        "{{ fromYaml (printf `a: %s` (repeat 2000 `[`)) BAR toYaml BAR fail }}~max depth",
        "{{ (fromYaml .Values.aliases).Error BAR fail }}~document contains excessive aliasing",
        "{{ (fromYaml (printf `[%s]` (repeat 1500000 `1,`))).Error BAR fail }}~more than 1000000 values in one stream",
      })
  void refusesATemplate(String template, String message) {
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
            Budget.of(() -> seconds.getAndAdd(10_000_000), 60_000_000_000L));
    RenderException refused = assertThrows(RenderException.class, () -> run.render(sources));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertTrue(refused.getMessage().contains("c/templates/t.yaml:2"), refused.getMessage());
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
