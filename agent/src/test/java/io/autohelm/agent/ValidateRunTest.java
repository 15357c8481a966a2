package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.cli.ValidateCommand.Format;
import io.autohelm.agent.cli.ValidateCommand.Request;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidateRunTest {
  @TempDir Path folder;

  private record Outcome(int code, String text) {}

  private Outcome run(Format format, Path... paths) {
    return run(null, format, paths);
  }

  private Outcome run(Path config, Format format, Path... paths) {
    StringWriter text = new StringWriter();
    int code =
        new ValidateRun(
                new Request(List.of(paths), Map.of("environment", "test"), format, "", config),
                new PrintWriter(text))
            .run();
    return new Outcome(code, text.toString().replace(folder + "/", ""));
  }

  private Path source(String name, Map<String, String> files) throws IOException {
    Path source = folder.resolve(name);
    RunningAgent.onDisk(source, RunningAgent.chart("note", "a: 1\n", Map.of()));
    return RunningAgent.onDisk(source, files);
  }

  private static String release(String name, String spec) {
    return RunningAgent.declaration("web", name, "charts/note", spec);
  }

  @Test
  void whatIsRightIsCounted() throws IOException {
    Path one = source("one", Map.of("x.yaml", release("x", "dependsOn: [ { name: z } ]")));
    Path two = source("two", Map.of("z.yaml", release("z", "suspend: true")));
    assertEquals(new Outcome(0, "2 releases, 0 problems\n"), run(Format.TEXT, one, two));
    assertEquals(
        new Outcome(0, "{\"empty\":[],\"problems\":[],\"releases\":2,\"valid\":true}\n"),
        run(Format.JSON, one, two));
    assertEquals(new Outcome(0, ""), run(Format.GITHUB, one, two));
  }

  @Test
  void whatTheAgentsConfigurationDemandsOfChartsIsChecked() throws IOException {
    Path config = folder.resolve("agent.yaml");
    Files.writeString(
        config,
        """
        autohelm:
          sources: [ { name: a, url: https://git.example.org/a.git } ]
          charts:
            git:
              - url: https://git.example.org
                verify: { mode: Tag, keyring: /ring }
        """);
    String git = "{ git: 'https://git.example.org/x.git', path: shop, ref: { %s } }";
    Path one =
        source(
            "one",
            Map.of(
                "a.yaml",
                    release("a", "").replace("{ path: charts/note }", git.formatted("tag: v1")),
                "b.yaml",
                    release("b", "").replace("{ path: charts/note }", git.formatted("branch: x"))));
    assertEquals(new Outcome(0, "2 releases, 0 problems\n"), run(Format.TEXT, one));
    assertEquals(
        new Outcome(
            1,
            """
            one/b.yaml:1: spec.chart.ref: repository https://git.example.org/x.git must be named by a signed tag (charts.git verify.mode in the agent's configuration), met branch x: give ref a tag or semver, or set verify.mode to HEAD
            2 releases, 1 problem
            """),
        run(config, Format.TEXT, one));
  }

  @Test
  void everyMistakeOfEverySourceIsTold() throws IOException {
    Path one =
        source(
            "one",
            Map.of(
                "a.yaml", release("a", "intervall: 5m\nsuspend: maybe"),
                "b.yaml", release("b", "dependsOn: [ { name: c } ]"),
                "d.yaml", release("d", "dependsOn: [ { name: a }, { name: postgre } ]")));
    Path two =
        source(
            "two",
            Map.of(
                "b.yaml", release("b", ""),
                "c.yaml", release("c", "dependsOn: [ { name: b } ]"),
                "p.yaml", release("postgres", "")));
    assertEquals(
        new Outcome(
            1,
            """
            one/a.yaml:10:3: spec.intervall: unknown field; did you mean interval?
            one/a.yaml:11:12: spec.suspend: expected true or false, met maybe
            two/b.yaml:1: metadata.name: release web/b is declared already in one/b.yaml:1
            one/b.yaml:10:16: spec.dependsOn: release depends on itself: web/b -> web/c -> web/b
            two/c.yaml:10:16: spec.dependsOn: release depends on itself: web/c -> web/b -> web/c
            one/d.yaml:10:29: spec.dependsOn[1]: release web/postgre is declared nowhere; did you mean web/postgres?
            5 releases, 6 problems
            """),
        run(Format.TEXT, one, two));
  }

  @Test
  void problemsAreForPeopleForProgramsAndForPullRequests() throws IOException {
    Path one = source("one", Map.of("a,b.yaml", release("a", "suspend: \"50%\"")));
    Outcome json = run(Format.JSON, one);
    Map<?, ?> answer = (Map<?, ?>) Json.parseExact(json.text());
    assertEquals(false, answer.get("valid"));
    Map<?, ?> problem = (Map<?, ?>) ((List<?>) answer.get("problems")).get(0);
    assertEquals(10L, problem.get("line"));
    assertEquals(12L, problem.get("column"));
    assertEquals("spec.suspend", problem.get("path"));
    assertEquals(
        new Outcome(
            1,
            "::error file=one/a%2Cb.yaml,line=10,col=12,title=spec.suspend::"
                + "expected true or false, met 50%25\n"),
        run(Format.GITHUB, one));
  }

  @Test
  void pathsAreFromTheRepositorysRootAndAFileMayBeGiven() throws IOException {
    Path repository = source("repo", Map.of("apps/web/x.yaml", release("x", "")));
    Files.createDirectory(repository.resolve(".git"));
    assertEquals(0, run(Format.TEXT, repository.resolve("apps/web")).code());
    assertEquals(0, run(Format.TEXT, repository.resolve("apps/web/x.yaml")).code());
    Path none = folder.resolve("none");
    assertThrows(CommandException.class, () -> run(Format.TEXT, none));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notes.txt | is not a YAML file: declarations are in files named .yaml or .yml",
        "values.yaml | declares nothing: no document is of apiVersion autohelm.io/v1",
        "none.yaml | does not exist",
      })
  void whatDeclaresNothingIsAMistakeOfTheCommandLine(String file, String message)
      throws IOException {
    Path one = source("one", Map.of("notes.txt", "a: 1", "values.yaml", "a: 1\n"));
    Path path = one.resolve(file);
    CommandException refused =
        assertThrows(CommandException.class, () -> run(Format.TEXT, one, path));
    assertEquals(path + " " + message, refused.getMessage());
  }

  @Test
  void aFolderThatDeclaresNothingIsTold() throws IOException {
    Path none = Files.createDirectory(folder.resolve("none"));
    Path one = source("one", Map.of("x.yaml", release("x", "")));
    assertEquals(
        new Outcome(0, "none: nothing is declared here\n1 release, 0 problems\n"),
        run(Format.TEXT, none, one));
    assertEquals(
        new Outcome(0, "{\"empty\":[\"none\"],\"problems\":[],\"releases\":0,\"valid\":true}\n"),
        run(Format.JSON, none));
    assertEquals(
        new Outcome(0, "::warning::none: nothing is declared here\n"), run(Format.GITHUB, none));
  }

  @Test
  void whileAFileCannotBeReadNothingIsMissing() throws IOException {
    Path one =
        source(
            "one",
            Map.of(
                "a.yaml", release("a", "dependsOn: [ { name: b } ]"),
                "b.yaml", release("b", "values: {{ nothing }}")));
    Outcome outcome = run(Format.TEXT, one);
    assertTrue(outcome.text().endsWith("1 release, 1 problem\n"), outcome.text());
  }
}
