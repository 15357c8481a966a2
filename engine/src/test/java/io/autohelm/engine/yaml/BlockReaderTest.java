package io.autohelm.engine.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read quickly must come to what is read with all care. */
class BlockReaderTest {
  private static final long SEED = 20_260_101;
  private static final int MUTANTS = 20_000;

  private static final List<String> TEXTS =
      List.of(
          "",
          "# nothing but a comment\n",
          "---\nkind: Service\n",
          "kind: Service\nkind: Pod\n",
          "a: 1\nb: 1.5\nc: 0x1F\nd: 1e3\ne: 007\nf: -3\ng: 12345678901234567890\n",
          "a: yes\nb: no\nc: null\nd: ~\ne:\nf: on # a comment\ng: true\nh: Off\n",
          "a: 2001-01-01\nb: 12:30:45\nc: 1_000\nd: v1.2\ne: .5\nf: +1\ng: 1.0.0\n",
          "a: text with blanks\nb: c:d\nc: a#b\nd: a #b\ne: -x\nf: :x\ng: (x)\nh: \u00e9t\u00e9\n",
          "a: 'it''s'\nb: \"say \\\"x\\\"\\n\\t\\\\\"\nc: ''\nd: \"\"\n'e f': 1\n\"g\": 2\n",
          "a:\n  b:\n    c: 1\n\n    # inside\n    d: 2\n  e: 3\nf: 4\n",
          "a:\n- 1\n- 2\nb:\n  - x\n  - v: 1\n    w: 2\n  - - p\n    - q\n  -\n  - r\n",
          "- a: 1\n  b:\n  - c\n  d: 2\n-   e: 3\n    f: 4\n- \"g\": 5\n- # comment\n  h: 6\n",
          "a: |\n  one\n    two\n\n  three\nb: |-\n  x\n\nc: |+\n  y\n\n\nd: 1\n",
          "a: |\n\n  first\n     \n  last",
          "- |\n a\n- |-\n   b\n    c\n- key: |\n    d\n  other: 1\n",
          "a: |\n  x\n# out\nb: 1\n",
          "a: []\nb: {}\nc: [1, 'x', \"y\", z]\nd: {\"a\":1,\"b\":[true]} # c\ne: { f: g }\n",
          "resources:\n  {}\nlist:\n  []\nnone:\n  null\ntext:\n  'x'\nblock:\n  |\n  x\n",
          "a: one\n  two\n\n  three # end\nb: x\n  - y\nc:\n  folded\n  lines\n- not: this\n",
          "a: \"two  \n  lines\n\n  \\n and \\\n   \\ joined\" # c\nb: 'x\n\n  y''z'\n- no\n",
          "a: \"two\n  lines\"\nb: 'x\n\n\n  y'\n",
          "{\"kind\": \"List\", \"items\": []}\n",
          "a: http://x:80/y?z=1&b={c}\nb: a, b\nc: [a, -1, .5]\nd: x'y\"z\n");

  static List<String> texts() {
    return TEXTS.subList(0, TEXTS.size());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void comesToWhatIsReadWithCare(String text) {
    for (boolean exact : new boolean[] {true, false}) {
      Object quick = BlockReader.read(text, exact);
      if (quick != BlockReader.UNREAD) {
        assertEquals(exact ? careful(text) : described(Yaml.parse(text)), described(quick));
      }
    }
  }

  static Stream<String> readTexts() {
    return TEXTS.stream().filter(text -> !text.contains("- no"));
  }

  @ParameterizedTest
  @MethodSource("readTexts")
  void readsThePlainStyleOfCharts(String text) {
    assertNotSame(BlockReader.UNREAD, BlockReader.read(text, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "a: 1\n---\nb: 2\n",
        "a: &x 1\nb: *x\n",
        "a: !!str 1\n",
        "<<: {a: 1}\n",
        "on: 1\n",
        "8080: x\n",
        "a: >\n  folded\n",
        "a: |2\n   x\n",
        "a: \"two\n\n\" \n",
        "\"two\n lines\": 1\n",
        "a: \"\\u00e9\"\n",
        "a: [1,\n  2]\n",
        "a: b: c\n",
        "a:\tb\n",
        "a: 1\n  b: 2\n",
        "a:\n  - x\n y: 1\n",
        "a: .inf\n",
        "a: 1\r\nb: 2\n",
        "a: \ud83d\ude00\n",
        "? a\n: b\n",
        "a: |\n",
        "a: @x\n",
        "--- a\n",
        "...\n"
      })
  void leavesTheRestToOthers(String text) {
    assertSame(BlockReader.UNREAD, BlockReader.read(text, true));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsSomeKeysAsItReadsAll(String text) {
    Set<String> wanted = Set.of("a", "kind", "b");
    Object all = BlockReader.read(text, true);
    Object some = BlockReader.read(text, true, wanted);
    assertEquals(all == BlockReader.UNREAD, some == BlockReader.UNREAD);
    if (all instanceof Map<?, ?> map && some instanceof Map<?, ?> part) {
      wanted.forEach(key -> assertEquals(described(map.get(key)), described(part.get(key))));
    }
  }

  @Test
  void neverReadsAMutantOtherwise() {
    Random random = new Random(SEED);
    String[] bits = {
      " ",
      "\n",
      "  ",
      "-",
      "- ",
      ":",
      ": ",
      "#",
      " #",
      "|",
      "|-\n",
      "'",
      "\"",
      "{",
      "}",
      "[",
      "]",
      ",",
      "\\",
      "&a",
      "*a",
      "!",
      "%",
      "\t",
      "? ",
      "true",
      "1",
      ".5",
      "~",
      "<<",
      "---\n",
      "...",
      "\u00a0",
      "\u2028",
      "k: v\n",
      "  k: v\n",
      "- i\n",
      "[]",
      "{}",
      "  \n",
      "\n\n"
    };
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      StringBuilder mutant = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(mutant.length() + 1);
        String bit = bits[random.nextInt(bits.length)];
        switch (random.nextInt(3)) {
          case 0 -> mutant.insert(at, bit);
          case 1 -> mutant.replace(at, Math.min(mutant.length(), at + random.nextInt(6)), bit);
          default -> mutant.insert(mutant.lastIndexOf("\n", at) + 1, " ");
        }
      }
      String text = mutant.toString();
      Object quick = BlockReader.read(text, true);
      if (quick != BlockReader.UNREAD) {
        read++;
        assertEquals(
            careful(text), described(quick), () -> "mutant of seed " + SEED + ":\n" + text);
      }
    }
    assertTrue(read > MUTANTS / 10, "too few mutants were read: " + read);
  }

  private static String careful(String text) {
    try {
      return described(Yaml.located(text));
    } catch (YamlException e) {
      return "refused: " + e.getMessage();
    }
  }

  /** With types and the order of keys, which equality of trees does not see. */
  private static String described(@Nullable Object tree) {
    StringBuilder out = new StringBuilder();
    if (tree instanceof Map<?, ?> map) {
      out.append('{');
      map.forEach(
          (key, value) -> out.append(key).append(": ").append(described(value)).append(';'));
      return out.append('}').toString();
    }
    if (tree instanceof List<?> list) {
      out.append('[');
      for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
        out.append(described(each.next())).append(';');
      }
      return out.append(']').toString();
    }
    return tree == null ? "null" : tree.getClass().getSimpleName() + " " + tree;
  }
}
