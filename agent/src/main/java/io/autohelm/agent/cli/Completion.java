package io.autohelm.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What may stand at the place of the last of some words: pure, tested by a table.
 *
 * @param word what is written of it
 * @param candidates each with what it means behind a tab
 * @param isFile whether a file may stand there
 * @param names what the cluster is to be asked for
 */
record Completion(String word, List<String> candidates, boolean isFile, Names names) {
  /** What only the cluster knows. */
  enum Names {
    NONE,
    RELEASES,
    NAMESPACES
  }

  /** Values of options and parameters that are known, by their labels. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "FORMAT", List.of("json", "table", "yaml"),
          "SHELL", List.of("bash", "fish", "zsh"));

  Completion {
    candidates = List.copyOf(candidates);
  }

  /**
   * Completes the last word.
   *
   * @param words those behind the program's name; none is as an empty one
   */
  static Completion of(CommandLine root, List<String> words) {
    CommandSpec command = root.getCommandSpec();
    OptionSpec open = null;
    int parameters = 0;
    int last = words.size() - 1;
    boolean isPlain = false;
    for (int i = 0; i < last; i++) {
      String word = words.get(i);
      if (open != null) {
        // bash parts --output=json at the sign.
        open = word.equals("=") ? open : null;
      } else if (!isPlain && word.equals("--")) {
        isPlain = true;
      } else if (!isPlain && word.startsWith("-") && word.length() > 1) {
        open = word.contains("=") ? null : withValue(command, word);
      } else if (parameters == 0 && command.subcommands().containsKey(word)) {
        command = command.subcommands().get(word).getCommandSpec();
      } else {
        parameters++;
      }
    }
    String word = words.isEmpty() ? "" : words.get(last);
    if (open != null) {
      return value(open, word.equals("=") ? "" : word, "");
    }
    int sign = word.indexOf('=');
    if (!isPlain && word.startsWith("--") && sign > 0) {
      OptionSpec option = withValue(command, word.substring(0, sign));
      return option == null
          ? new Completion(word, List.of(), false, Names.NONE)
          : value(option, word.substring(sign + 1), word.substring(0, sign + 1));
    }
    if (!isPlain && word.startsWith("-")) {
      return options(command, word);
    }
    return parameter(command, word, parameters);
  }

  private static @Nullable OptionSpec withValue(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    return option == null || option.arity().max() == 0 ? null : option;
  }

  private static Completion options(CommandSpec command, String word) {
    Map<String, String> found = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      for (String name : option.names()) {
        boolean isWanted = word.startsWith("--") ? name.startsWith("--") : true;
        if (!option.hidden() && isWanted && name.startsWith(word)) {
          found.put(name, String.join(" ", option.description()));
        }
      }
    }
    return new Completion(word, lines(found), false, Names.NONE);
  }

  private static Completion parameter(CommandSpec command, String word, int place) {
    Map<String, String> found = new TreeMap<>();
    if (place == 0) {
      command
          .subcommands()
          .forEach(
              (name, line) -> {
                CommandSpec below = line.getCommandSpec();
                boolean isAlias = !name.equals(below.name());
                if (!below.usageMessage().hidden() && !isAlias && name.startsWith(word)) {
                  found.put(name, String.join(" ", below.usageMessage().header()));
                }
              });
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (parameter.index().contains(place)) {
        Completion value = value(parameter, word, "");
        List<String> all = new ArrayList<>(lines(found));
        all.addAll(value.candidates);
        boolean isRelease = value.names == Names.RELEASES;
        // Behind a release comes a chart, another release, or nothing.
        boolean isMany = command.name().equals("uninstall");
        boolean isBehind = place > 0 && !isMany;
        return new Completion(
            word,
            all,
            isRelease ? isBehind : value.isFile,
            isRelease && isBehind ? Names.NONE : value.names);
      }
    }
    return new Completion(word, lines(found), false, Names.NONE);
  }

  /**
   * The value of an option or parameter.
   *
   * @param before what the candidates begin with, where the shell takes both for one word
   */
  private static Completion value(ArgSpec of, String word, String before) {
    String label = of.paramLabel();
    boolean isNamespace =
        label.equals("NAMESPACE")
            || (of instanceof OptionSpec option && option.longestName().equals("--namespace"));
    if (isNamespace) {
      return new Completion(word, List.of(), false, Names.NAMESPACES);
    }
    if (label.startsWith("RELEASE")) {
      return new Completion(word, List.of(), false, Names.RELEASES);
    }
    List<String> known =
        VALUES.getOrDefault(label, List.of()).stream()
            .filter(value -> value.startsWith(word))
            .map(value -> before + value)
            .toList();
    boolean isFree = !VALUES.containsKey(label) && !label.matches("NAME|NUMBER|DURATION|URL|TEXT");
    return new Completion(word, known, isFree, Names.NONE);
  }

  private static List<String> lines(Map<String, String> found) {
    List<String> lines = new ArrayList<>();
    found.forEach((name, text) -> lines.add(text.isEmpty() ? name : name + "\t" + plain(text)));
    return lines;
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replace("${DEFAULT-VALUE}", "").strip();
  }
}
