package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.WaitMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Helm's options for whatever changes a release. */
final class ActionOptions {
  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "watcher",
      preprocessor = AttachedValue.class,
      paramLabel = "HOW",
      description =
          "Wait until objects are ready: watcher (for --wait alone), legacy for the rules of Helm 3,"
              + " ordered for the stages that charts ask for, or hookOnly (default)")
  private String wait = "hookOnly";

  @Option(names = "--no-hooks", description = "Run no hooks")
  private boolean noHooks;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "What the record says of this change")
  String description = "";

  /** The options over what there is. */
  ActionPolicy.Builder over(ActionPolicy.Builder policy) {
    return policy.timeout(timeout.timeout).wait(mode()).hooks(!noHooks).description(description);
  }

  private WaitMode mode() {
    return switch (wait) {
      case "watcher" -> WaitMode.WATCHER;
      case "legacy" -> WaitMode.LEGACY;
      case "ordered" -> WaitMode.ORDERED;
      case "hookOnly" -> WaitMode.HOOKS_ONLY;
      case "true" -> {
        warn("--wait=true is deprecated (boolean value) and can be replaced with --wait=watcher");
        yield WaitMode.WATCHER;
      }
      case "false" -> {
        warn("--wait=false is deprecated (boolean value) and can be replaced with --wait=hookOnly");
        yield WaitMode.HOOKS_ONLY;
      }
      default ->
          throw new CommandException(
              1,
              "invalid argument \""
                  + wait
                  + "\" for \"--wait\" flag: invalid wait input \""
                  + wait
                  + "\". Valid inputs are watcher, hookOnly, and legacy");
    };
  }

  static void warn(String message) {
    HelmOutput.error(HelmLog.warn(message) + "\n");
  }
}
