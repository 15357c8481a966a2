package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What declarations may name: variables of an environment, from files of the commit, and those of
 * the source over them.
 *
 * @param variables plain data
 * @param problems with the files; where there are some, no declaration can be read
 */
public record Environment(Map<String, @Nullable Object> variables, List<Problem> problems) {
  private static final String FOLDER = "environments/";
  private static final String NAME =
      "[A-Za-z0-9][-A-Za-z0-9_.]{0,62}(/[A-Za-z0-9][-A-Za-z0-9_.]{0,62}){0,4}";

  public Environment {
    problems = List.copyOf(problems);
  }

  /** What is wrong with the name of an environment; empty when nothing is. */
  public static Optional<String> problem(String name) {
    return name.isEmpty() || name.matches(NAME)
        ? Optional.empty()
        : Optional.of("expected names with slashes between, met " + Shown.value(name));
  }

  /**
   * Reads {@code environments/NAME.yaml}, and for {@code production/eu} before it {@code
   * environments/production.yaml}, where there is one. The variables {@code environment} and, from
   * the second name on, {@code cluster} are the first and the last name.
   *
   * @param name empty where there is none
   * @param own variables that win over those of files
   */
  public static Environment of(SourceFiles files, String name, Map<String, String> own) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    if (!name.isEmpty()) {
      String[] names = name.split("/", -1);
      variables.put("environment", names[0]);
      if (names.length > 1) {
        variables.put("cluster", names[names.length - 1]);
      }
      StringBuilder path = new StringBuilder(FOLDER);
      for (int i = 0; i < names.length; i++) {
        path.append(i == 0 ? "" : "/").append(names[i]);
        boolean isLast = i == names.length - 1;
        read(files, path + ".yaml", isLast, variables, problems);
      }
    }
    variables.putAll(own);
    return new Environment(variables, problems);
  }

  private static void read(
      SourceFiles files,
      String path,
      boolean isRequired,
      Map<String, @Nullable Object> variables,
      List<Problem> problems) {
    Optional<SourceFiles.Entry> entry =
        files.list(path).stream().filter(e -> e.path().equals(path)).findFirst();
    if (entry.isEmpty()) {
      if (isRequired) {
        problems.add(new Problem(path, 0, "", "the commit has no such file for its environment"));
      }
      return;
    }
    try {
      Node node = Yaml.parseLocated(new String(files.read(entry.get()), StandardCharsets.UTF_8));
      if (node instanceof Node.MapNode map) {
        map.entries().forEach((key, value) -> variable(path, key, value, variables, problems));
      } else if (node != null
          && !(node instanceof Node.ScalarNode scalar && scalar.value() == null)) {
        problems.add(
            new Problem(path, node.line(), node.column(), "", "expected a table of variables"));
      }
    } catch (YamlException e) {
      problems.add(new Problem(path, e.line(), e.column(), "", String.valueOf(e.getMessage())));
    }
  }

  private static void variable(
      String path,
      String name,
      Node.Entry entry,
      Map<String, @Nullable Object> variables,
      List<Problem> problems) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      problems.add(
          new Problem(
              path,
              entry.line(),
              entry.column(),
              name,
              "expected letters, digits and _ in the name of a variable"));
      return;
    }
    variables.put(name, entry.value().plain());
  }
}
