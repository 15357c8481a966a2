package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.LanguageFunctions;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/functions.md} at what the code offers: names and arguments from the tables of
 * functions, meanings from {@code functions.tsv}, cases from the recorded answers of Go and Helm.
 */
final class FunctionTableTest {
  private static final Path PAGE = Path.of("..", "docs", "functions.md");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final Pattern TEXTS = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`");
  private static final int WIDEST = 90;

  /** A function's line in the data file. */
  private record Entry(String family, String name, String meaning, String differs) {}

  /** A recorded answer, and the template or templates that were asked. */
  private record Case(String file, int line, String template, Map<?, ?> row) {
    boolean failed() {
      return row.containsKey("error");
    }

    /** What is called in it, without the texts between quotes. */
    String code() {
      return TEXTS.matcher(template).replaceAll("\"\"");
    }
  }

  @Test
  void everyFunctionHasALineAndEveryLineAFunction() throws IOException {
    List<String> described = entries().stream().map(Entry::name).toList();
    assertEquals(described.size(), new HashSet<>(described).size(), "a function has two lines");
    assertEquals(functions().keySet(), new TreeSet<>(described));
  }

  @Test
  void noFunctionOfHelmsIsMissing() {
    Set<String> missing = new TreeSet<>(Golden.read("sprig/names.txt").lines().toList());
    missing.removeAll(functions().keySet());
    assertEquals(Set.of(), missing);
  }

  @Test
  void thePageIsWhatTheCodeOffers() throws IOException {
    String page = page();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(page, Files.readString(PAGE), "-Dgolden.update=true writes it anew");
  }

  private static Map<String, GoFunction> functions() {
    Map<String, GoFunction> all = new TreeMap<>(LanguageFunctions.table());
    all.putAll(
        new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table());
    return all;
  }

  private static List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src", "test", "resources", "functions.tsv"))) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\t", -1);
      assertTrue(fields.length >= 3 && !fields[2].isBlank(), "no meaning: " + line);
      entries.add(new Entry(fields[0], fields[1], fields[2], fields.length > 3 ? fields[3] : ""));
    }
    return entries;
  }

  private static String page() throws IOException {
    Map<String, GoFunction> functions = functions();
    List<Case> cases = new ArrayList<>();
    for (String file :
        List.of("sprig/functions.jsonl", "gotemplate/language.jsonl", "render/charts.jsonl")) {
      cases.addAll(cases(file));
    }
    StringBuilder page =
        new StringBuilder(
            """
            # Functions

            All functions that a template may call: %d, those of Go's templates, of Sprig as Helm offers it, and of Helm %s. \
            The page is made from the code by `FunctionTableTest`, which fails where a function has no line or no recorded case.

            *Arguments* are Go's types; `value` is anything, `...` any number of them. The last argument may come through a pipe. \
            *Case* shows what the real Go or Helm answered, and leads to its record, which a test holds against ours; \
            names that begin with a dot are data of the record. Sizes are bounded: see [limits](limits.md). \
            Sprig's `env` and `expandenv` are absent here as in Helm.
            """
                .formatted(functions.size(), "4.3.1"));
    String family = "";
    for (Entry entry : entries()) {
      if (!entry.family.equals(family)) {
        family = entry.family;
        page.append("\n## ")
            .append(family)
            .append("\n\n| Function | Arguments | Gives | Case |\n|---|---|---|---|\n");
      }
      GoFunction function = functions.get(entry.name);
      String arguments = String.valueOf(function.signature());
      page.append("| `%s` | ".formatted(entry.name))
          .append(arguments.isBlank() ? "" : "`" + arguments + "`")
          .append(" | ")
          .append(entry.meaning.replace("|", "\\|"))
          .append(entry.differs.isEmpty() ? "" : " *Unlike Helm:* " + entry.differs)
          .append(" | ")
          .append(shown(best(entry.name, cases)))
          .append(" |\n");
    }
    return page.toString();
  }

  private static List<Case> cases(String file) throws IOException {
    List<Case> cases = new ArrayList<>();
    List<String> lines = Files.readAllLines(GOLDEN.resolve(file));
    for (int i = 0; i < lines.size(); i++) {
      Map<?, ?> row = (Map<?, ?>) Json.parse(lines.get(i));
      Object template = row.get("template");
      if (row.get("templates") instanceof Map<?, ?> texts) {
        template = texts.values().stream().map(String::valueOf).collect(Collectors.joining("\n"));
      }
      if (template instanceof String text) {
        cases.add(new Case(file, i + 1, text, row));
      }
    }
    return cases;
  }

  /** One that begins with the function and does not fail, and if there are more the shortest. */
  private static Case best(String name, List<Case> cases) {
    Pattern called = Pattern.compile("(?<![\\w.$])" + name + "(?!\\w)");
    Pattern first = Pattern.compile("^\\{\\{-?\\s*\\(?" + name + "(?!\\w)");
    Stream<Case> ofIt = cases.stream().filter(each -> called.matcher(each.code()).find());
    return ofIt.min(
            Comparator.comparing(Case::failed)
                .thenComparing(each -> !first.matcher(each.template).find())
                .thenComparing(each -> each.row.get("output") == null)
                .thenComparing(each -> "".equals(each.row.get("output")))
                .thenComparing(each -> each.template.length() > WIDEST))
        .orElseThrow(() -> new AssertionError("no recorded case of " + name));
  }

  private static String shown(Case of) {
    String link = "../engine/src/test/resources/golden/" + of.file + "#L" + of.line;
    String output = String.valueOf(of.row.get("output"));
    if (of.row.get("output") == null
        || of.template.length() > WIDEST
        || of.template.contains("`")) {
      return "[record](" + link + ")";
    }
    String asked = "[" + code(of.template) + "](" + link + ")";
    return of.failed()
        ? asked + " fails"
        : asked + (output.length() > WIDEST || output.contains("`") ? "" : " → " + code(output));
  }

  /** A table's cell has one line and no bare bars. */
  private static String code(String text) {
    String cell = text.replace("\n", "⏎").replace("|", "\\|");
    if (cell.isEmpty()) {
      return "nothing";
    }
    return cell.contains("`") ? "`` " + cell + " ``" : "`" + cell + "`";
  }

  /** Kept for the order of the file: families must stand together. */
  @Test
  void familiesStandTogether() throws IOException {
    Map<String, Integer> seen = new LinkedHashMap<>();
    String last = "";
    for (Entry entry : entries()) {
      if (!entry.family.equals(last)) {
        seen.merge(entry.family, 1, Integer::sum);
        last = entry.family;
      }
    }
    seen.values().removeIf(times -> times == 1);
    assertEquals(Map.of(), seen);
  }
}
