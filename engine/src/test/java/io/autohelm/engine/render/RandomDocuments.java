package io.autohelm.engine.render;

import java.util.List;
import java.util.Random;

/**
 * Makes YAML documents as people write them: blocks, comments, all kinds of scalars, indentation.
 */
final class RandomDocuments {
  private static final List<String> KEYS =
      List.of(
          "a",
          "name",
          "b-c",
          "d_e",
          "app.io/x",
          "\"quoted\"",
          "'single'",
          "1",
          "true",
          "k",
          "é",
          "a b");

  private static final List<String> PLAIN =
      List.of(
          "text",
          "two words",
          "1",
          "-3",
          "1.50",
          "1e3",
          "0x1F",
          "017",
          "true",
          "no",
          "null",
          "~",
          "",
          "a:b",
          "x#y",
          "http://h:80/p?q=1",
          "-x",
          "?x",
          "a, b",
          "v1.2.3",
          "2024-01-02",
          "12:30",
          "1_000",
          ".5",
          "+1",
          "é 世",
          "a  b",
          "=",
          ".inf",
          "0o7",
          "00",
          "1.",
          "y",
          "100000000000000000000",
          "<<",
          "a]b",
          "x}");

  /** Most of these are no scalar where they stand. */
  private static final List<String> ODD =
      List.of(
          "*.txt", "{{x}}", "@x", "a: b", "%x", "x:", "[a", "&n 1", "*n", "!!str 1", "- a", "@",
          "|x", "[a: 1]", "[1 # c", "{a: 1", "\"\\/\"", "\"open", "'open", "\"a\" b", "# c", "!x y",
          "&a", "- ");

  private static final List<String> QUOTED =
      List.of(
          "\"\"",
          "''",
          "\"a b\"",
          "'it''s'",
          "\"tab\\tnew\\nline\"",
          "\"\\u00e9\\x41\"",
          "\"# no\"",
          "': '",
          "\"a\\\\b\"",
          "'a\"b'",
          "\"  x \"",
          "\"\\/\"",
          "'\\n'",
          "\"1\"",
          "\"é😀\"");

  private static final List<String> FLOW =
      List.of(
          "[]",
          "{}",
          "[1, 2]",
          "[ a,b , c ]",
          "{a: 1}",
          "{ a: b, \"c\": [d] }",
          "[{x: 1}, [y]]",
          "[a, ]",
          "{a: , b: }",
          "[\"x\", 'y']",
          "[a: 1]",
          "[1 # c",
          "{a: 1",
          "[ -x, a#b ]",
          "{a: http://x/y}",
          "['a', b c]");

  private static final List<String> LINES =
      List.of("line", "  deeper", "", "# no comment", "- x", "a: b", "\ttab", "end ", "'q\"");

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  private RandomDocuments(Random random) {
    this.random = random;
  }

  static String document(Random random) {
    RandomDocuments made = new RandomDocuments(random);
    if (random.nextInt(8) == 0) {
      made.out.append("---\n");
    }
    made.comments(0);
    if (random.nextInt(6) == 0) {
      made.sequence(0, 3);
    } else {
      made.mapping(0, 3);
    }
    if (random.nextInt(12) == 0) {
      made.out.append(made.one(List.of("---\nb: 1\n", "...\n", "\n\n", "# end", "  \n", "x")));
    }
    return made.out.toString();
  }

  /** One of the first, now and then one of all: what stands last makes most documents wrong. */
  private String mostly(int first, List<String> of) {
    return of.get(random.nextInt(random.nextInt(40) == 0 ? of.size() : first));
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void comments(int indent) {
    while (random.nextInt(8) == 0) {
      out.append(" ".repeat(random.nextInt(3) == 0 ? random.nextInt(5) : indent))
          .append(one(List.of("# c\n", "\n", "#\n", "# a: b\n", "  \n")));
    }
  }

  private void mapping(int indent, int depth) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      out.append(" ".repeat(indent));
      entry(indent, depth);
      comments(indent);
    }
  }

  private void entry(int indent, int depth) {
    out.append(one(KEYS)).append(random.nextInt(40) == 0 ? " :" : ":");
    int kind = random.nextInt(depth > 0 ? 9 : 6);
    if (kind < 6) {
      scalar(indent);
    } else if (kind < 8) {
      newLine();
      mapping(indent + 1 + random.nextInt(4), depth - 1);
    } else {
      newLine();
      sequence(indent + (random.nextBoolean() ? 0 : 2), depth - 1);
    }
  }

  private void sequence(int indent, int depth) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      out.append(" ".repeat(indent)).append('-');
      int kind = random.nextInt(depth > 0 ? 8 : 4);
      if (kind < 4) {
        scalar(indent);
      } else if (kind < 7) {
        int gap = 1 + random.nextInt(3);
        out.append(" ".repeat(gap));
        entry(indent + 1 + gap, depth - 1);
        if (random.nextBoolean()) {
          mapping(indent + 1 + gap, depth - 1);
        }
      } else {
        newLine();
        mapping(indent + 2, depth - 1);
      }
      comments(indent);
    }
  }

  private void newLine() {
    out.append(mostly(5, List.of("\n", "\n", " # c\n", "  \n", "\n\n", " &anchor\n", " \t\n")));
  }

  private void scalar(int indent) {
    String gap = " ".repeat(1 + random.nextInt(2));
    if (random.nextInt(40) == 0) {
      out.append(gap).append(one(ODD)).append('\n');
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> out.append(gap).append(one(FLOW));
      case 1, 2 -> out.append(gap).append(one(QUOTED));
      case 3 -> {
        block(indent);
        return;
      }
      case 4 -> {
        out.append(gap).append(one(PLAIN)).append('\n');
        if (random.nextInt(4) > 0) {
          return;
        }
        out.append(" ".repeat(indent + 1)).append(one(PLAIN));
      }
      default -> out.append(gap).append(one(PLAIN));
    }
    out.append(mostly(4, List.of("\n", "\n", " # c\n", "  \n", "#c\n", "\t\n", " x\n")));
  }

  private void block(int indent) {
    out.append(' ')
        .append(one(List.of("|", "|", "|-", "|+", ">", ">-", "|2", "| # c", ">2-")))
        .append('\n');
    String margin = " ".repeat(indent + 1 + random.nextInt(3));
    for (int i = random.nextInt(5); i > 0; i--) {
      String line = one(LINES);
      out.append(line.isEmpty() ? "" : margin).append(line).append('\n');
    }
  }
}
