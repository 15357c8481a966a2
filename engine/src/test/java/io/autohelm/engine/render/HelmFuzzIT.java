package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.sprig.SprigFunctions;
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
import org.junit.jupiter.api.Test;

/**
 * Random templates, YAML texts, {@code --set} strings and values, put to Helm's own packages and to
 * ours: the same output, and for templates the same error.
 *
 * <p>A build asks the same questions each time, so that it does not fail by chance: fresh seeds
 * still find rare differences in odd YAML. {@code -Dfuzz.seed=0} takes a fresh seed, which is
 * printed; {@code -Dfuzz.seed=N} repeats a run, {@code -Dfuzz.cases=N} makes it longer.
 */
@RealOracle
class HelmFuzzIT {
  private static final long SEED_OF_THE_BUILD = 20261121;

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

  private record Pair(String helm, String ours) {}

  private static void compare(
      Function<Random, String> generator, BiFunction<String, Random, Pair> ask) {
    long asked = Long.getLong("fuzz.seed", SEED_OF_THE_BUILD);
    long seed = asked == 0 ? System.nanoTime() : asked;
    int cases = Integer.getInteger("fuzz.cases", 3000);
    System.out.println("fuzz.seed=" + seed + " fuzz.cases=" + cases);
    Random random = new Random(seed);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < cases && differences.size() < MOST_SHOWN; i++) {
      String text = generator.apply(random);
      Pair pair = ask.apply(text, random);
      if (!pair.helm.equals(pair.ours)) {
        differences.add(text + "\n    Helm: " + pair.helm + "\n    ours: " + pair.ours);
      }
    }
    assertEquals("", String.join("\n", differences), () -> "fuzz.seed=" + seed);
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
