package io.autohelm.agent.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code autohelm}: by itself it does nothing, and says what there is. */
@Command(
    name = "autohelm",
    header = "Keeps Kubernetes clusters at what Git says, through Helm releases.",
    description = {
      "",
      "Common actions:",
      "",
      "- autohelm demo:      try it out with nothing but this program",
      "- autohelm agent:     run the agent",
      "- autohelm validate:  check declarations, without a cluster",
      "- autohelm plan:      see what a sync would change",
      "- autohelm explain:   see which file, line and commit set a value",
      "- autohelm check:     see what would keep an agent from working here",
      "- autohelm suspend, resume, reconcile, revert, approve:  tell the agent what to do, without a commit",
      "- autohelm template:  render a chart, as helm template does",
      "- autohelm lint, package, push, ...:  what a chart author needs, as in helm",
      "- autohelm list, status, history, get, ...:  look at releases, as in helm",
      "- autohelm status:    without a release, ask a running agent how all are",
      "- autohelm tree, events, trace:  objects of a release, what happens to them, where one comes from",
      "- autohelm completion: have a shell complete all this",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    commandListHeading = "%nCommands:%n")
public final class RootCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /**
   * The whole command line. What needs the daemon's parts comes in, so that this package need not
   * know them.
   *
   * @param agent runs the daemon
   * @param demo runs the demonstration
   * @param plan plans a sync
   * @param arguments what will be executed: of Helm's commands, only the one that is named there is
   *     made; none given, all are
   */
  public static CommandLine commandLine(
      AgentCommand.Launch agent,
      DemoCommand.Launch demo,
      PlanCommand.Planning plan,
      String... arguments) {
    CommandLine line =
        new CommandLine(new RootCommand())
            .addSubcommand(new AgentCommand(agent))
            .addSubcommand(new DemoCommand(demo))
            .addSubcommand(new PlanCommand(plan))
            .addSubcommand(new TemplateCommand())
            .addSubcommand(new VersionCommand());
    HelmCommands.addTo(line, arguments);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          HelmOutput.error("Error: " + FailureText.of(failure) + "\n");
          int least = command.getCommandSpec().exitCodeOnExecutionException();
          return Math.max(least, failure instanceof CommandException known ? known.exitCode() : 1);
        });
    CommandLine.IParameterExceptionHandler ours = line.getParameterExceptionHandler();
    line.setParameterExceptionHandler(
        (failure, given) -> {
          if (failure.getCommandLine().getCommand() instanceof LikeHelm) {
            HelmOutput.error("Error: " + HelmUsage.text(failure, given) + "\n");
            return 1;
          }
          if (given.length == 0) {
            return ours.handleParseException(failure, given); // all that there is, to begin with
          }
          HelmOutput.error("Error: " + UsageError.text(failure) + "\n");
          return failure.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
        });
    line.setUsageHelpAutoWidth(true);
    Paragraphs.join(line);
    return line;
  }

  /** Adds the commands on declarations and on the agent, with what holds for the others. */
  public static CommandLine with(
      CommandLine line,
      ValidateCommand.Validating validating,
      ExplainCommand.Explaining explaining,
      CheckCommand.Checking checking,
      Ordering ordering) {
    for (Object made :
        List.of(
            new ValidateCommand(validating),
            new ExplainCommand(explaining),
            new CheckCommand(checking),
            new SuspendCommand(ordering),
            new ResumeCommand(ordering),
            new ReconcileCommand(ordering),
            new RevertCommand(ordering),
            new ApproveCommand(ordering))) {
      CommandLine command = new CommandLine(made);
      command.setExecutionExceptionHandler(line.getExecutionExceptionHandler());
      command.setParameterExceptionHandler(line.getParameterExceptionHandler());
      command.setUsageHelpAutoWidth(true);
      Paragraphs.join(command);
      line.addSubcommand(command);
    }
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is required");
    }
  }
}
