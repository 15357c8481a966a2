package io.autohelm.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The chart author's commands. To make them all takes longer than most of them run. */
final class AuthorCommands {
  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("create", CreateCommand::new);
    ALL.put("dependency", DependencyCommand::new);
    ALL.put("lint", LintCommand::new);
    ALL.put("package", PackageCommand::new);
    ALL.put("pull", PullCommand::new);
    ALL.put("push", PushCommand::new);
    ALL.put("registry", RegistryCommand::new);
    ALL.put("repo", RepoCommand::new);
    ALL.put("search", SearchCommand::new);
    ALL.put("show", ShowCommand::new);
    ALL.put("verify", VerifyCommand::new);
  }

  private AuthorCommands() {}

  /** Adds the command that the arguments name; all of them where none is named. */
  static void addTo(CommandLine root, String... arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    Supplier<Object> named = ALL.get(name);
    if (named != null) {
      root.addSubcommand(name, named.get());
    } else if (name.isEmpty() || name.startsWith("-") || !root.getSubcommands().containsKey(name)) {
      ALL.forEach((known, command) -> root.addSubcommand(known, command.get()));
    }
  }
}
