package io.autohelm.engine.gotemplate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateSetTest {

  private static String run(TemplateSet set, Object data) {
    StringBuilder out = new StringBuilder();
    set.execute("t", "t", data, out, RunSettings.PLAIN);
    return out.toString();
  }

  private static TemplateSet parsed(String text) {
    TemplateSet set = TemplateSet.of(Map.of());
    set.parse("t", text);
    return set;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "{{.a.b}}",
        "{{$x := .a | printf \"%d\" 1}}",
        "{{if .a}}x{{else}}y{{end}}",
        "{{range $i, $v := .l}}{{$v.x}}{{break}}{{end}}",
        "{{with (index .a 1).b}}{{continue1}}{{end}}",
        "{{template \"x\" .}}",
        "{{(printf `a`).b 'c' 0x1F nil true}}"
      })
  void treePrintsItself(String text) {
    TemplateSet set = TemplateSet.of(Map.of("continue1", args -> ""));
    set.parse("t", text);
    assertEquals(text, set.find("t").root().source());
  }

  @Test
  void oneTemplateServesManyThreads() throws Exception {
    TemplateSet set =
        parsed(
            "{{define \"q\"}}{{range $i, $v := .}}{{$i}}{{$v}}{{end}}{{end}}{{template \"q\" .}}");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        List<Object> data = List.of("a" + i, "b" + i);
        results.add(threads.submit(() -> run(set, data)));
      }
      for (int i = 0; i < results.size(); i++) {
        assertEquals("0a" + i + "1b" + i, results.get(i).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void forkGrowsByItself() {
    TemplateSet set = parsed("x");
    TemplateSet fork = set.fork();
    fork.parse("other", "y");
    assertTrue(fork.has("other"));
    assertTrue(fork.has("t"));
    assertFalse(set.has("other"));
    assertThrows(IllegalStateException.class, () -> set.parse("late", "z"));
  }

  @Test
  void laterTemplateWinsUnlessItIsEmpty() {
    TemplateSet set = parsed("first");
    set.parse("t", " \n ");
    assertEquals("first", run(set, null));
    set.parse("t", "second");
    assertEquals("second", run(set, null));
  }

  @Test
  void lateFunctionComesWithTheRun() {
    TemplateSet set = TemplateSet.of(Map.of("who", GoFunction.late("")));
    set.parse("t", "{{who}}");
    StringBuilder out = new StringBuilder();
    Map<String, GoFunction> late = Map.of("who", GoFunction.of("", args -> "me"));
    set.execute("t", "t", null, out, new RunSettings(MissingKey.INVALID, late));
    assertEquals("me", out.toString());
  }

  @Test
  void exceptionKnowsThePlace() {
    TemplateSet set = parsed("a\né {{ .x.y }}");
    TemplateException e =
        assertThrows(TemplateException.class, () -> run(set, Map.of("x", "text")));
    assertEquals("t", e.template());
    assertEquals(2, e.line());
    assertEquals(8, e.column());
    assertEquals(TemplateException.Stage.EXECUTE, e.stage());
  }

  record Point(long x) implements GoObject {
    @Override
    public String typeName() {
      return "main.Point";
    }

    @Override
    public boolean hasField(String name) {
      return name.equals("X");
    }

    @Override
    public Object field(String name) {
      return x;
    }

    @Override
    public GoFunction method(String name) {
      return name.equals("Plus")
          ? GoFunction.of("int", args -> new Point(x + (Long) args.get(0)))
          : null;
    }

    @Override
    public Object plain() {
      return Map.of("X", x);
    }

    @Override
    public String text() {
      return "<" + x + ">";
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{{.X}};5",
        "{{.}};<5>",
        "{{.Plus 2}};<7>",
        "{{(.Plus 2).X}};7",
        "{{2 | .Plus}};<7>",
        "{{printf \"%s %T\" . .}};<5> main.Point",
        "{{if .}}true{{end}};true"
      })
  void objectHasFieldsAndMethods(String text, String expected) {
    assertEquals(expected, run(parsed(text), new Point(5)));
  }

  /** A named map type such as Helm's files: a map to the language, but no map[string]any. */
  record NamedMap(Map<String, Object> plain) implements GoObject {
    @Override
    public String typeName() {
      return "main.files";
    }

    @Override
    public GoKind kind() {
      return GoKind.MAP;
    }
  }

  @Test
  void namedMapIsAMapToTheLanguage() {
    NamedMap files = new NamedMap(Map.of("b", "2", "a", "1"));
    assertEquals(
        "1 2 a1b2 2 map[a:1 b:2]",
        run(
            parsed(
                "{{.a}} {{index . \"b\"}} {{range $k, $v := .}}{{$k}}{{$v}}{{end}} {{len .}} {{.}}"),
            files));
    TemplateSet set =
        TemplateSet.of(Map.of("keys", GoFunction.of("map[string]any", args -> args.get(0))));
    set.parse("t", "{{keys .}}");
    TemplateException e = assertThrows(TemplateException.class, () -> run(set, files));
    assertTrue(
        e.getMessage()
            .endsWith("wrong type for value; expected map[string]interface {}; got main.files"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{.Y}}~can't evaluate field Y in type main.Point",
        "{{.X 1}}~X has arguments but cannot be invoked as function",
        "{{.Plus}}~wrong number of args for Plus: want 1 got 0",
        "{{.Plus \"a\"}}~expected integer; found \"a\"",
        "{{len .}}~error calling len: len of type main.Point"
      })
  void objectRefusesAsAStructDoes(String text, String expected) {
    TemplateSet set = parsed(text);
    TemplateException e = assertThrows(TemplateException.class, () -> run(set, new Point(5)));
    assertEquals(expected, e.getMessage().substring(e.getMessage().indexOf(">: ") + 3));
  }
}
