package io.autohelm.engine.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes templates that often mean something, on the data of {@link #data}. */
final class RandomTemplates {
  private static final List<String> STRINGS =
      List.of(
          "\"\"",
          "\"a\"",
          "\"Hello World\"",
          "\" x y \"",
          "\"12\"",
          "\"-3\"",
          "\"1.5\"",
          "\"a,b,c\"",
          "\"fooBar-baz_qux\"",
          "\"true\"",
          "\"é ü 世界\"",
          "\"a\\tb\\nc\"",
          "`raw {{ \" `",
          "\"1.2.3\"",
          "\"^1.0\"",
          "\"0x1f\"",
          "\"010\"",
          "\"aGVsbG8=\"",
          "\"k: v\\nl: [1, 2]\"",
          "\"{\\\"a\\\": 1}\"",
          "\"[a-z]+\"",
          "\"(a)(b)?\"",
          "\"$1\"",
          "\"http://u:p@h:80/p?q=1#f\"",
          "\"/a/b/c.txt\"",
          ".Values.s",
          ".Values.empty",
          ".Values.multi",
          "\"1h30m\"",
          "\"<b>&'\\\"\"",
          "\"null\"",
          "\"~\"",
          "\"1e3\"",
          "\"a\\xb6\\xbbB\"");
  private static final List<String> INTS =
      List.of("0", "1", "2", "3", "-1", "7", "100", "-17", "0x10", "1_000", "'a'", ".Values.i");
  private static final List<String> FLOATS =
      List.of(
          "1.5",
          "-0.5",
          "1e3",
          "0.1",
          "1e21",
          "3.0",
          ".Values.f",
          ".Values.n",
          "1e-7",
          "123456789.0");
  private static final List<String> LISTS =
      List.of(
          "(list)",
          "(list 1 2 3)",
          "(list \"b\" \"a\" \"b\")",
          ".Values.l",
          ".Values.mixed",
          "(splitList \",\" \"x,y,z\")",
          "(until 4)",
          "(list 1 \"a\" nil 2.5 true)",
          "(tuple 1 2)",
          "(list (list 1) (list 2 3))");
  private static final List<String> DICTS =
      List.of(
          "(dict)",
          "(dict \"a\" 1 \"b\" \"x\")",
          ".Values.m",
          ".Values",
          "(dict \"a\" (dict \"b\" (dict \"c\" 1)))",
          "(dict \"n\" nil \"f\" 0.5 \"l\" (list 1 2))",
          ".Values.m.inner",
          "(deepCopy .Values.m)");
  private static final List<String> FRESH =
      List.of(
          "(dict)",
          "(dict \"a\" 1 \"b\" \"x\")",
          "(dict \"a\" (dict \"b\" (dict \"c\" 1)))",
          "(dict \"n\" nil \"f\" 0.5 \"l\" (list 1 2))",
          "(dict \"b\" 0 \"a\" \"\" \"inner\" (dict \"z\" 0 \"deep\" \"w\"))",
          "(deepCopy .Values.m)");
  private static final List<String> OTHERS =
      List.of(
          "nil",
          "true",
          "false",
          ".Values.none",
          ".Values.b",
          ".Release.Name",
          ".Values.m.inner.deep",
          "$x");

  /** Functions by the kinds of their arguments: string, int, float, list, dict, any, key. */
  private static final List<String> CALLS =
      List.of(
          "upper s",
          "lower s",
          "title s",
          "untitle s",
          "trim s",
          "trimAll ss",
          "trimSuffix ss",
          "trimPrefix ss",
          "nospace s",
          "initials s",
          "snakecase s",
          "camelcase s",
          "kebabcase s",
          "swapcase s",
          "trunc is",
          "abbrev is",
          "abbrevboth iis",
          "wrap cs",
          "wrapWith css",
          "contains ss",
          "hasPrefix ss",
          "hasSuffix ss",
          "quote a",
          "quote aa",
          "squote a",
          "cat aaa",
          "indent cs",
          "nindent cs",
          "replace sss",
          "plural sss",
          "repeat cs",
          "substr iis",
          "splitList ss",
          "split ss",
          "splitn sis",
          "sha256sum s",
          "sha1sum s",
          "sha512sum s",
          "adler32sum s",
          "b64enc s",
          "b64dec s",
          "b32enc s",
          "b32dec s",
          "toString a",
          "toStrings a",
          "join sl",
          "sortAlpha l",
          "default aa",
          "empty a",
          "coalesce aaa",
          "ternary aaa",
          "toJson a",
          "toPrettyJson a",
          "toRawJson a",
          "mustToJson a",
          "fromJson s",
          "fromJsonArray s",
          "toYaml a",
          "fromYaml s",
          "fromYamlArray s",
          "toToml d",
          "atoi s",
          "int a",
          "int64 a",
          "float64 a",
          "toDecimal a",
          "add nn",
          "add1 n",
          "sub nn",
          "mul nn",
          "div nn",
          "mod nn",
          "max nn",
          "min nn",
          "addf nn",
          "subf nn",
          "mulf nn",
          "divf nn",
          "maxf nn",
          "minf nn",
          "floor n",
          "ceil n",
          "round ni",
          "len a",
          "index li",
          "index dk",
          "slice lz",
          "slice qii",
          "first l",
          "last l",
          "rest l",
          "initial l",
          "append la",
          "prepend la",
          "concat ll",
          "reverse l",
          "uniq l",
          "without la",
          "has al",
          "compact l",
          "chunk cl",
          "get dk",
          "hasKey dk",
          "pluck kd",
          "dig kad",
          "dig kkad",
          "merge Dd",
          "mergeOverwrite Dd",
          "mustMergeOverwrite Dd",
          "pick dk",
          "omit dk",
          "set Dka",
          "unset Dk",
          "keys d",
          "kindOf a",
          "typeOf a",
          "kindIs sa",
          "typeIs sa",
          "deepEqual aa",
          "semver s",
          "semverCompare ss",
          "regexMatch ss",
          "regexFind ss",
          "regexFindAll ssi",
          "regexReplaceAll sss",
          "regexReplaceAllLiteral sss",
          "regexSplit ssi",
          "regexQuoteMeta s",
          "urlParse s",
          "urlquery s",
          "html a",
          "js s",
          "base s",
          "dir s",
          "ext s",
          "clean s",
          "isAbs s",
          "eq aa",
          "ne aa",
          "lt aa",
          "le nn",
          "gt nn",
          "ge ss",
          "and aa",
          "or aa",
          "not a",
          "print aa",
          "println aa",
          "required sa",
          "fail s",
          "tpl s$",
          "seq cc",
          "untilStep ccc",
          "until c",
          "list aa",
          "dict ka",
          "deepCopy a",
          "duration n",
          "durationRound a",
          "date sc",
          "htmlDate c",
          "osBase s",
          "mustFirst l",
          "mustHas al",
          "all aa",
          "any aa",
          "typeIsLike sa",
          "kindIs sa",
          "toYamlPretty a",
          "mustToYaml a",
          "urlJoin d",
          "ternary aab",
          "hasKey ak",
          "mustRegexReplaceAllLiteral sss",
          "mustRegexFind ss",
          "mustAppend aa",
          "fromToml s",
          "durationSeconds a",
          "nospace a",
          "add aa");

  private RandomTemplates() {}

  static Map<String, Object> data() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("deep", "v");
    inner.put("z", 1.5);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", "bee");
    map.put("a", 1.0);
    map.put("inner", inner);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("s", "str: ing # 'x'");
    data.put("empty", "");
    data.put("multi", "line one\nline two\n\n  indented\n");
    data.put("i", 42.0);
    data.put("n", 9200.0);
    data.put("f", 0.25);
    data.put("b", true);
    data.put("none", null);
    data.put("l", List.of("x", "y", "z"));
    data.put("mixed", new ArrayList<>(List.of(1.0, "two", true, Map.of("k", "v"), List.of(3.5))));
    data.put("m", map);
    return data;
  }

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String argument(Random random, char kind, int depth) {
    if (kind != 'c'
        && kind != 'q'
        && kind != 'z'
        && kind != 'D'
        && depth > 0
        && random.nextInt(4) == 0) {
      return "(" + call(random, depth - 1) + ")";
    }
    // Now and then the wrong kind, for the errors.
    if (kind == 'D') {
      // What is changed is always new: a map inside itself is more than Go can print.
      return one(random, FRESH);
    }
    if (kind == 'q') {
      return one(random, STRINGS);
    }
    if (kind == 'z') {
      // Where a list is cut: Go lets a slice reach behind its end, as far as memory was taken for
      // it.
      return random.nextBoolean() ? "0" : "1";
    }
    if (kind == 'c') {
      // How much is made of something: never large, never computed.
      return one(random, List.of("0", "1", "2", "3", "-1", "7", "40", "0x10", "\"2\"", "1.5"));
    }
    char asked = random.nextInt(12) == 0 ? 'a' : kind;
    return switch (asked) {
      case 's' -> one(random, STRINGS);
      case 'k' -> one(random, List.of("\"a\"", "\"b\"", "\"inner\"", "\"deep\"", "\"zz\""));
      case 'i' -> one(random, INTS);
      case 'n' -> one(random, random.nextBoolean() ? INTS : FLOATS);
      case 'l' -> one(random, LISTS);
      case 'd' -> one(random, DICTS);
      case 'b' -> random.nextBoolean() ? "true" : "false";
      case '$' -> "$";
      default ->
          one(
              random,
              switch (random.nextInt(6)) {
                case 0 -> STRINGS;
                case 1 -> INTS;
                case 2 -> FLOATS;
                case 3 -> LISTS;
                case 4 -> DICTS;
                default -> OTHERS;
              });
    };
  }

  private static String call(Random random, int depth) {
    String[] call = one(random, CALLS).split(" ", -1);
    StringBuilder text = new StringBuilder(call[0]);
    int given = call[1].length();
    // One argument more might be how much is made of something.
    if (random.nextInt(25) == 0 && call[1].indexOf('c') < 0 && call[1].indexOf('z') < 0) {
      given += random.nextBoolean() ? 1 : -1;
    }
    for (int i = 0; i < given; i++) {
      char kind = i < call[1].length() ? call[1].charAt(i) : 'a';
      text.append(' ').append(argument(random, kind, depth));
    }
    // Lists of names in Go's random order of maps are no case.
    return call[0].equals("keys") ? "sortAlpha (" + text + ")" : text.toString();
  }

  private static String pipeline(Random random) {
    StringBuilder text = new StringBuilder(call(random, 2));
    while (random.nextInt(3) == 0) {
      text.append(" | ")
          .append(
              one(
                  random,
                  List.of(
                      "toJson",
                      "quote",
                      "upper",
                      "toYaml",
                      "len",
                      "toString",
                      "printf \"%v\"",
                      "default 1",
                      "indent 2",
                      "trim",
                      "first",
                      "int",
                      "typeOf",
                      "b64enc",
                      "not",
                      "join \"-\"",
                      "kindOf")));
    }
    return text.toString();
  }

  private static String dash(Random random) {
    return random.nextInt(5) == 0 ? "-" : "";
  }

  private static String action(Random random, String body) {
    String left = dash(random);
    String right = dash(random);
    return "{{"
        + left
        + (left.isEmpty() ? "" : " ")
        + body
        + (right.isEmpty() ? "" : " ")
        + right
        + "}}";
  }

  static String template(Random random) {
    StringBuilder text = new StringBuilder("{{ $x := 5 }}");
    int parts = 1 + random.nextInt(3);
    for (int i = 0; i < parts; i++) {
      part(random, text, 2);
      text.append(one(random, List.of("", " ", "\n", "\n  ", "text", ": ")));
    }
    return text.toString();
  }

  private static void part(Random random, StringBuilder text, int depth) {
    int kind = random.nextInt(depth > 0 ? 14 : 8);
    switch (kind) {
      case 8 -> {
        text.append(action(random, "if " + pipeline(random)));
        part(random, text, depth - 1);
        text.append(action(random, "else"));
        part(random, text, depth - 1);
        text.append(action(random, "end"));
      }
      case 9 -> {
        text.append(action(random, "with " + argument(random, 'a', 1)));
        text.append(
            one(random, List.of("{{ . }}", "{{ toJson . }}", "{{ .a }}", "{{ $.Values.s }}")));
        text.append(action(random, "else"));
        part(random, text, depth - 1);
        text.append(action(random, "end"));
      }
      case 10 -> {
        text.append(
            action(
                random,
                "range $k, $v := " + argument(random, random.nextBoolean() ? 'l' : 'd', 0)));
        text.append(
            one(
                random,
                List.of(
                    "{{ $k }}={{ $v }};",
                    "{{ $v | quote }},",
                    "{{ if eq $k 1 }}{{ continue }}{{ end }}{{ $k }} ",
                    "{{ . }}{{ break }}",
                    "{{ $x = $k }}")));
        text.append(action(random, "else")).append("none").append(action(random, "end"));
        text.append("{{ $x }}");
      }
      case 11 ->
          text.append("{{ define \"d\" }}[")
              .append(action(random, pipeline(random)))
              .append("]{{ end }}{{ include \"d\" . }}");
      case 12 -> text.append("{{ range ").append(one(random, INTS)).append(" }}{{ . }},{{ end }}");
      case 13 -> text.append("{{ $x = ").append(pipeline(random)).append(" }}{{ $x }}");
      case 0 -> text.append(action(random, argument(random, 'a', 0)));
      default -> text.append(action(random, pipeline(random)));
    }
  }

  static String printf(Random random) {
    StringBuilder format = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    int verbs = 1 + random.nextInt(3);
    for (int i = 0; i < verbs; i++) {
      format.append(one(random, List.of("", " ", "x", "%%", "é"))).append('%');
      for (int flag = random.nextInt(3); flag > 0; flag--) {
        format.append("+-# 0".charAt(random.nextInt(5)));
      }
      if (random.nextInt(12) == 0) {
        format.append("[").append(random.nextInt(4)).append("]");
      }
      if (random.nextInt(3) == 0) {
        format.append(random.nextInt(12) == 0 ? "*" : String.valueOf(random.nextInt(12)));
      }
      if (random.nextInt(3) == 0) {
        format.append('.').append(random.nextInt(3) == 0 ? "" : String.valueOf(random.nextInt(7)));
      }
      format.append("vvvdsqxXoObctTeEfFgGUz%wy".charAt(random.nextInt(25)));
      if (random.nextInt(15) != 0) {
        arguments.append(' ').append(argument(random, 'a', random.nextInt(8) == 0 ? 1 : 0));
      }
    }
    return "{{ $x := 5 }}{{ printf \"" + format + "\"" + arguments + " }}";
  }
}
