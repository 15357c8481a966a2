package io.autohelm.engine.render;

import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes YAML texts, {@code --set} strings and trees of values. */
final class RandomTexts {
  static final List<String> SET_KINDS = List.of("set", "set-string", "set-json", "set-literal");

  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "foo",
          "1",
          "0",
          "12",
          "-",
          "_",
          ".",
          "e",
          "E",
          "+",
          "0x",
          "0o",
          "0b",
          "7",
          "~",
          "null",
          "true",
          "yes",
          "no",
          "on",
          "off",
          "y",
          "N",
          ":",
          ": ",
          " #",
          "'",
          "\"",
          "\\n",
          "\\t",
          " ",
          "  ",
          ",",
          "[",
          "]",
          "{",
          "}",
          "|",
          ">",
          "%",
          "@",
          "`",
          "?",
          "? ",
          "- ",
          "é",
          "世",
          "\u00a0",
          "=",
          "<<",
          ".inf",
          ".nan",
          "2001-01-01",
          "12:30:45",
          "1_000",
          "\\x41",
          "\ud83d\ude00");

  /** What gives a document its structure; put between other pieces it makes most texts wrong. */
  private static final List<String> STRUCTURE =
      List.of(
          "\n",
          "\n  ",
          "\n- ",
          "\n  - ",
          "\na: ",
          "\n  b: ",
          "\n# c\n",
          " # c\n",
          "&x ",
          "*x",
          "!",
          "!!str ",
          "!x ",
          "\t",
          "\n---\n",
          "\n...\n",
          "\r\n",
          "\u2028",
          "\u0085",
          "%a ",
          ">-\n",
          "|\n  ",
          "[\n",
          "\n]",
          "{\n",
          "\n}",
          "\n? ",
          "\n: ",
          ", ",
          "<<: *x\n");

  private RandomTexts() {}

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String pieces(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(one(random, PIECES));
    }
    return text.toString();
  }

  private static String structured(Random random) {
    StringBuilder text = new StringBuilder(one(random, List.of("", "a: ", "- ", "a:\n  b: &x ")));
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      text.append(one(random, random.nextInt(5) < 2 ? STRUCTURE : PIECES));
    }
    return text.append(one(random, List.of("", "\n"))).toString();
  }

  static String yaml(Random random) {
    if (random.nextInt(3) == 0) return structured(random);
    String scalar = pieces(random, random.nextInt(10) == 0 ? 40 : 5);
    return switch (random.nextInt(9)) {
      case 0 -> "a: \"" + scalar + "\"\n";
      case 1 -> "a: '" + scalar.replace("'", "''") + "'\n";
      case 2 ->
          "a: "
              + one(random, List.of("|", ">", "|-", ">-", "|+", ">+", "|2", ">1-"))
              + "\n  "
              + scalar
              + "\n\n  "
              + pieces(random, 3)
              + "\n";
      case 3 -> "- " + scalar + "\n- " + pieces(random, 4) + "\n";
      case 4 -> scalar + ": " + pieces(random, 3) + "\n";
      case 5 -> "{a: " + pieces(random, 4) + ", b: [" + pieces(random, 2) + "]}\n";
      case 6 -> "a:\n  " + scalar + "\n  " + pieces(random, 3) + "\nb: &x {c: 1}\nd: *x\n";
      case 7 ->
          "a: "
              + one(
                  random,
                  List.of("!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!binary ", "!x "))
              + scalar
              + "\n";
      default -> "a: " + scalar + "\n";
    };
  }

  /** Data as a chart's values may hold them, with texts that make quoting hard. */
  static String data(Random random) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      data.put(random.nextInt(3) == 0 ? line(random) : one(random, KEYS), datum(random, 3));
    }
    return Json.print(data);
  }

  private static Object datum(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> random.nextInt() / (double) (1 << random.nextInt(40));
      case 1 -> random.nextBoolean();
      case 2 -> (double) random.nextInt(1000);
      case 3 ->
          line(random) + one(random, List.of("\n", "\n\n", "\n  ", " \n", "\t\n")) + line(random);
      case 4, 5 -> line(random);
      case 6 -> List.of(datum(random, depth - 1), datum(random, depth - 1));
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(one(random, KEYS), datum(random, depth - 1));
        map.put(line(random), datum(random, depth - 1));
        yield map;
      }
    };
  }

  private static String line(Random random) {
    if (random.nextInt(4) == 0) {
      return String.join(" ", Collections.nCopies(random.nextInt(60), one(random, PIECES)));
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(one(random, random.nextInt(6) == 0 ? STRUCTURE : PIECES));
    }
    return text.toString();
  }

  private static final List<String> TOML_VALUES =
      List.of(
          "1",
          "-17",
          "+0",
          "007",
          "1_000",
          "1__0",
          "0x1F",
          "0b12",
          "0o7",
          "0xg",
          "-0x1",
          "1.5",
          "1.",
          ".5",
          "1e3",
          "-1E-2",
          "1e999",
          "inf",
          "-nan",
          "+inf",
          "inx",
          "true",
          "false",
          "tru",
          "9223372036854775808",
          "\"a\"",
          "'b'",
          "\"\"",
          "''",
          "\"a\\tb\\u00e9\"",
          "\"\\q\"",
          "\"\\xzz\"",
          "\"\\ud800\"",
          "\"é世😀\"",
          "\"open",
          "'open",
          "\"\"\"x\ny\"\"\"",
          "\"\"\"\na \\\n  b\"\"\"\"\"",
          "'''r\\\n'''",
          "\"\"\"open",
          "[]",
          "[1, 2]",
          "[1,\n 2, # c\n]",
          "[1 2]",
          "[,]",
          "[\"a\", [1.5]]",
          "[",
          "{}",
          "{a = 1}",
          "{a.b = 1, c = 2}",
          "{a = 1,}",
          "{a = 1 b = 2}",
          "{a = 1, a = 2}",
          "[{x = 1}, {y = [2]}]",
          "{",
          "1979-05-27",
          "07:32:00",
          "7:32:00",
          "1979-05-27T07:32:00Z",
          "1979-05-27 07:32:00.5+02:00",
          "1979-05-27T07:32",
          "1979-13-01",
          "",
          "nope",
          "@",
          "# c");

  private static final List<String> TOML_KEYS =
      List.of(
          "a", "b", "a.b", "a.b.c", "\"q k\"", "'lit'", "1", "", "a b", ".a", "a.", "a-b_c", "\"\"",
          "é", "t", "t.x");

  static String toml(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      switch (random.nextInt(9)) {
        case 0 -> text.append('[').append(one(random, TOML_KEYS)).append(']');
        case 1 -> text.append("[[").append(one(random, TOML_KEYS)).append("]]");
        case 2 -> text.append(one(random, PIECES)).append(one(random, PIECES));
        default ->
            text.append(one(random, TOML_KEYS))
                .append(one(random, List.of(" = ", "=", "= ", ": ", " ")))
                .append(one(random, TOML_VALUES));
      }
      text.append(
          one(
              random,
              List.of("\n", "\n", "\n", "\r\n", " # c\n", "", " ", "\r", "\n\n", "\u0001", "x\n")));
    }
    return text.toString();
  }

  private static final List<String> SET_PIECES =
      List.of(
          "a",
          "b",
          "c",
          "=",
          "=",
          ".",
          ",",
          "[0]",
          "[1]",
          "[",
          "]",
          "{",
          "}",
          "\\",
          "1",
          "true",
          "null",
          "0x1",
          "007",
          "1.5",
          " ",
          "é",
          "\"x\"",
          "[2,3]",
          "{\"k\":1}",
          "-1",
          "[65537]",
          "1e5",
          "+",
          ":");

  static String set(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(3) > 0) {
      text.append(
          one(
              random,
              List.of(
                  "a=",
                  "a.b=",
                  "list[0]=",
                  "m.x=",
                  "list[2].k=",
                  "a={",
                  "a\\.b=",
                  "m=null",
                  "list[1][0]=",
                  "t.u[1].v=")));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(one(random, SET_PIECES));
    }
    return text.toString();
  }

  static Map<String, Object> start() {
    return table(
        Json.parse(
            "{\"m\":{\"x\":1,\"y\":{\"z\":true}},\"list\":[\"p\",{\"k\":\"v\"}],\"s\":\"t\"}"));
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  static Map<String, Object> table(Object value) {
    return (Map<String, Object>) value;
  }

  private static final List<String> KEYS = List.of("a", "b", "c", "global", "sub", "leaf", "t");

  static Map<String, Object> values(Random random, int depth) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.put(one(random, KEYS), value(random, depth));
    }
    return values;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0 -> "text";
      case 1 -> 1.0;
      case 2 -> null;
      case 3 -> true;
      case 4 -> new ArrayList<>(List.of("x", 2.0));
      case 5 -> new LinkedHashMap<>();
      default -> values(random, depth - 1);
    };
  }

  /** A chart {@code top}, its sub-chart {@code sub} and that one's {@code leaf}, as JSON. */
  static String tree(Random random) {
    Map<String, Object> leaf = node("leaf", random, List.of());
    Map<String, Object> sub = node("sub", random, random.nextBoolean() ? List.of(leaf) : List.of());
    return Json.print(node("top", random, random.nextInt(5) > 0 ? List.of(sub) : List.of()));
  }

  private static Map<String, Object> node(String name, Random random, List<Object> below) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", name);
    node.put("values", values(random, 3));
    node.put("dependencies", below);
    return node;
  }
}
