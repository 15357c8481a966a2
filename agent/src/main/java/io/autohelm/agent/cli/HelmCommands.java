package io.autohelm.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Helm's commands, and those beside them that need but a cluster. To make them all takes longer
 * than most of them run.
 */
final class HelmCommands {
  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  /** Completes the words of all others. */
  private static final String COMPLETE = "__complete";

  static {
    ALL.put(COMPLETE, CompleteCommand::new);
    ALL.put("completion", CompletionCommand::new);
    ALL.put("create", CreateCommand::new);
    ALL.put("dependency", CommandGroups::dependency);
    ALL.put("diff", CommandGroups::diff);
    ALL.put("events", EventsCommand::new);
    ALL.put("get", CommandGroups::get);
    ALL.put("history", HistoryCommand::new);
    ALL.put("install", InstallCommand::new);
    ALL.put("lint", LintCommand::new);
    ALL.put("list", ListCommand::new);
    ALL.put("package", PackageCommand::new);
    ALL.put("pull", PullCommand::new);
    ALL.put("push", PushCommand::new);
    ALL.put("registry", CommandGroups::registry);
    ALL.put("repo", CommandGroups::repo);
    ALL.put("rollback", RollbackCommand::new);
    ALL.put("search", CommandGroups::search);
    ALL.put("show", CommandGroups::show);
    ALL.put("status", StatusCommand::new);
    ALL.put("test", TestCommand::new);
    ALL.put("trace", TraceCommand::new);
    ALL.put("tree", TreeCommand::new);
    ALL.put("uninstall", UninstallCommand::new);
    ALL.put("upgrade", UpgradeCommand::new);
    ALL.put("verify", VerifyCommand::new);
  }

  private HelmCommands() {}

  /** Adds the command that the arguments name; all of them where none is named. */
  static void addTo(CommandLine root, String... arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    Supplier<Object> named = ALL.get(name);
    if (named != null && !name.equals(COMPLETE)) {
      root.addSubcommand(name, named.get());
    } else if (name.isEmpty()
        || name.startsWith("-")
        || name.equals(COMPLETE)
        || !root.getSubcommands().containsKey(name)) {
      ALL.forEach((known, command) -> root.addSubcommand(known, command.get()));
    }
  }
}
