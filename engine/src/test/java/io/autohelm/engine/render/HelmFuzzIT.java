package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.testing.FuzzSeed;
import io.autohelm.engine.testing.RealOracle;
import io.autohelm.engine.testing.TestOracle;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.values.SetSyntax;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random templates, YAML texts, {@code --set} strings and values, put to Helm's own packages and to
 * ours: the same output, and for templates the same error.
 *
 * <p>Each run prints where it begins, see {@link FuzzSeed}.
 */
@RealOracle
class HelmFuzzIT {
  private static final Map<String, GoFunction> FUNCTIONS =
      new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table();
  private static final int MOST_SHOWN = Integer.getInteger("fuzz.shown", 20);

  /** A refusal in either program; its words are compared only where they are Helm's promise. */
  private static final String REFUSED = "<refused>";

  @Test
  void templates(TestOracle oracle) {
    compare(
        RandomTemplates::template,
        (text, random) -> {
          Map<String, Object> data = RandomTemplates.data();
          return new Pair(
              told(oracle.ask("template", bytes(text), data, null), true), rendered(text, data));
        });
  }

  @Test
  void printfFormats(TestOracle oracle) {
    compare(
        RandomTemplates::printf,
        (text, random) -> {
          Map<String, Object> data = RandomTemplates.data();
          return new Pair(
              told(oracle.ask("template", bytes(text), data, null), true), rendered(text, data));
        });
  }

  @Test
  void yamlTexts(TestOracle oracle) {
    compare(
        RandomTexts::yaml,
        (text, random) ->
            new Pair(told(oracle.ask("yaml", bytes(text), null, null), false), reprinted(text)));
  }

  @Test
  void yamlDocuments(TestOracle oracle) {
    compare(
        RandomDocuments::document,
        (text, random) ->
            new Pair(told(oracle.ask("yaml", bytes(text), null, null), false), reprinted(text)));
  }

  @Test
  void printedYaml(TestOracle oracle) {
    compare(
        RandomTexts::data,
        (text, random) -> {
          Map<String, Object> data = RandomTexts.table(Json.parse(text));
          return new Pair(
              told(oracle.ask("marshal", new byte[0], data, null), false), printed(data));
        });
  }

  @Test
  void tomlTexts(TestOracle oracle) {
    String template = "{{ $t := fromToml .Values.t }}{{ toJson $t }} {{ $t }} {{ toToml $t }}";
    compare(
        RandomTexts::toml,
        (text, random) -> {
          Map<String, Object> data = Map.of("t", text);
          return new Pair(
              told(oracle.ask("template", bytes(template), data, null), true),
              rendered(template, data));
        });
  }

  @Test
  void setStrings(TestOracle oracle) {
    compare(
        RandomTexts::set,
        (text, random) -> {
          // A text that begins with a brace is a whole layer to the command line, not to strvals.
          String kind =
              text.strip().startsWith("{")
                  ? "set"
                  : RandomTexts.SET_KINDS.get(random.nextInt(RandomTexts.SET_KINDS.size()));
          return new Pair(
              kind + " " + told(oracle.ask(kind, bytes(text), null, RandomTexts.start()), false),
              kind + " " + set(kind, text, RandomTexts.start()));
        });
  }

  @Test
  void coalescedValues(TestOracle oracle) {
    compare(
        RandomTexts::tree,
        (text, random) -> {
          Map<String, Object> given = RandomTexts.values(random, 3);
          Map<String, Object> tree = RandomTexts.table(Json.parse(text));
          return new Pair(
              told(oracle.ask("coalesce", new byte[0], tree, given), false) + " of " + given,
              coalesced(tree, given) + " of " + given);
        });
  }

  /** Whole charts: sub-charts and which of them are on, whose values they see, what is a hook. */
  @Test
  void charts(TestOracle oracle) {
    Renderer renderer = Renderer.standard(Clock.systemUTC(), warning -> {});
    compare(
        random -> Json.print(RandomCharts.files(random)),
        (text, random) -> {
          Map<String, Object> files = RandomTexts.table(Json.parse(text));
          Map<String, Object> values = RandomTexts.values(random, 3);
          TestOracle.Answer answer = oracle.ask("chart", new byte[0], files, values);
          String helm = told(answer, false);
          String with = " with " + Json.print(values);
          return new Pair(
              helm + answer.error() + with,
              documents(renderer, files, values, helm) + answer.error() + with);
        });
  }

  private static String documents(
      Renderer renderer, Map<String, Object> files, Map<String, Object> values, String helm) {
    List<Object> documents = new ArrayList<>();
    try {
      List<ChartFile> parts = new ArrayList<>();
      files.forEach((path, text) -> parts.add(new ChartFile(path, bytes((String) text), null)));
      Rendered rendered =
          renderer.render(
              new RenderRequest(
                  Charts.ofFiles(parts),
                  values,
                  new ReleaseContext("rel", "ns", 1, false),
                  Capabilities.withoutCluster(),
                  Lookup.NOTHING,
                  false));
      rendered
          .manifests()
          .forEach(each -> documents.add(document(each.source(), each.content(), null)));
      rendered
          .hooks()
          .forEach(
              each ->
                  documents.add(
                      document(
                          each.path(),
                          each.manifest(),
                          each.events().stream().map(HookEvent::text).toList())));
    } catch (ChartException | RenderException e) {
      return REFUSED;
    }
    // Go's JSON keeps a struct's fields in the order of their declaration.
    return !helm.equals(REFUSED) && Json.print(Json.parse(helm)).equals(Json.print(documents))
        ? helm
        : Json.print(documents);
  }

  private static Map<String, @Nullable Object> document(
      String source, String content, @Nullable List<String> events) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("Source", source);
    document.put("Content", content);
    document.put("Hook", events);
    return document;
  }

  private record Pair(String helm, String ours) {}

  private static void compare(
      Function<Random, String> generator, BiFunction<String, Random, Pair> ask) {
    long seed = FuzzSeed.announced("HelmFuzzIT");
    int cases = FuzzSeed.cases();
    Random random = new Random(seed);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < cases && differences.size() < MOST_SHOWN; i++) {
      String text = generator.apply(random);
      Pair pair = asked(ask, text, random);
      if (!pair.helm.equals(pair.ours)) {
        differences.add(
            text + "\n    Helm: " + shown(pair.helm) + "\n    ours: " + shown(pair.ours));
      }
    }
    assertEquals("", String.join("\n", differences), () -> "fuzz.seed=" + seed);
  }

  /** A fault of ours is a difference too, with the text that caused it. */
  private static Pair asked(BiFunction<String, Random, Pair> ask, String text, Random random) {
    try {
      return ask.apply(text, random);
    } catch (RuntimeException fault) {
      return new Pair("", "fault: " + fault);
    }
  }

  /** Bytes that are no UTF-8 made visible; a report cannot hold them. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                shown.append(
                    GoStrings.rune(c) == c
                        ? Character.toString(c)
                        : "\\x%02x".formatted(c & 0xff)));
    return shown.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String told(TestOracle.Answer answer, boolean inWords) {
    if (answer.error().isEmpty()) {
      return answer.output();
    }
    return inWords ? "error: " + answer.error() : REFUSED;
  }

  private static String rendered(String text, Map<String, Object> data) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("Values", Json.parse(Json.print(data)));
    scope.put("Release", new LinkedHashMap<>(Map.of("Name", "rel", "Namespace", "ns")));
    List<TemplateSource> sources = List.of(new TemplateSource("ch/t", text, scope, "ch/templates"));
    try {
      return new TemplateRun(ParsedTemplates.parse(FUNCTIONS, sources), TemplateRun.Options.PLAIN)
          .render(sources)
          .getOrDefault("ch/t", "");
    } catch (RenderException e) {
      return "error: " + e.getMessage();
    }
  }

  private static String reprinted(String text) {
    try {
      return Yaml.print(Yaml.parse(text));
    } catch (YamlException e) {
      return REFUSED;
    }
  }

  private static String printed(Map<String, Object> data) {
    try {
      return Yaml.print(data);
    } catch (YamlException e) {
      return REFUSED;
    }
  }

  private static String set(String kind, String text, Map<String, Object> into) {
    try {
      switch (kind) {
        case "set" -> SetSyntax.set(text, into);
        case "set-string" -> SetSyntax.setString(text, into);
        case "set-json" -> SetSyntax.setJson(text, into);
        default -> SetSyntax.setLiteral(text, into);
      }
      return Json.print(into);
    } catch (ValuesException | YamlException e) {
      return REFUSED;
    }
  }

  private static String coalesced(Map<String, Object> tree, Map<String, Object> given) {
    try {
      return Json.print(Coalesce.values(chart(tree), given, warning -> {}));
    } catch (ValuesException e) {
      return REFUSED;
    }
  }

  private static Chart chart(Map<String, Object> tree) {
    List<Chart> below = new ArrayList<>();
    for (Object each : (List<?>) tree.get("dependencies")) {
      below.add(chart(RandomTexts.table(each)));
    }
    String metadata = "apiVersion: v2\nversion: 1.0.0\nname: " + tree.get("name") + "\n";
    return Charts.ofFiles(List.of(new ChartFile("Chart.yaml", bytes(metadata), null)))
        .withValues(RandomTexts.table(tree.get("values")))
        .withDependencies(below);
  }
}
