package io.autohelm.engine.render;

import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
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

  /** In a flow the two programs' scanners see a colon before a bracket differently. */
  private static String flow(Random random, int most) {
    return pieces(random, most).replace(":", "");
  }

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

  static String yaml(Random random) {
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
      case 5 -> "{a: " + flow(random, 4) + ", b: [" + flow(random, 2) + "]}\n";
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
