package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.sprig.SprigFunctions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateRunTest {
  private static final Map<String, GoFunction> FUNCTIONS =
      new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table();

  private static List<TemplateSource> sources(Map<String, Object> values, String text) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("Values", values);
    return List.of(new TemplateSource("c/templates/a.yaml", text, scope, "c/templates"));
  }

  private static String render(ParsedTemplates parsed, List<TemplateSource> sources) {
    return new TemplateRun(parsed, TemplateRun.Options.PLAIN)
        .render(sources)
        .get("c/templates/a.yaml");
  }

  @Test
  void parsedTemplatesRenderAgainWithOtherValues() {
    String text = "{{ tpl \"{{ .Values.a }}\" . }}";
    List<TemplateSource> first = sources(Map.of("a", "1"), text);
    ParsedTemplates parsed = ParsedTemplates.parse(FUNCTIONS, first);
    assertEquals("1", render(parsed, first));
    assertEquals("2", render(parsed, sources(Map.of("a", "2"), text)));
  }

  @Test
  void inclusionInsideItselfEndsWhereHelmEndsIt() {
    List<TemplateSource> source =
        sources(Map.of(), "{{ define \"r\" }}{{ include \"r\" . }}{{ end }}{{ include \"r\" . }}");
    ParsedTemplates parsed = ParsedTemplates.parse(FUNCTIONS, source);
    RenderException e = assertThrows(RenderException.class, () -> render(parsed, source));
    assertTrue(e.getMessage().contains("rendering template has a nested reference name: r"));
  }

  @Test
  void templateInsideItselfEndsWhereGoEndsIt() {
    List<TemplateSource> source =
        sources(
            Map.of(), "{{ define \"r\" }}{{ template \"r\" . }}{{ end }}{{ template \"r\" . }}");
    ParsedTemplates parsed = ParsedTemplates.parse(FUNCTIONS, source);
    RenderException e = assertThrows(RenderException.class, () -> render(parsed, source));
    assertTrue(e.getMessage().contains("exceeded maximum template depth (100000)"));
  }

  @Test
  void lookupIsAskedWithAllFourNames() {
    List<TemplateSource> source =
        sources(Map.of(), "{{ (lookup \"v1\" \"Secret\" \"ns\" \"x\").found }}");
    Lookup lookup =
        (apiVersion, kind, namespace, name) ->
            Map.of("found", String.join("/", apiVersion, kind, namespace, name));
    ParsedTemplates parsed = ParsedTemplates.parse(FUNCTIONS, source);
    Map<String, String> rendered =
        new TemplateRun(parsed, new TemplateRun.Options(false, false, false, lookup))
            .render(source);
    assertEquals("v1/Secret/ns/x", rendered.get("c/templates/a.yaml"));
  }
}
