package io.autohelm.agent.cli;

import io.autohelm.engine.action.ServerSide;
import picocli.CommandLine.Option;

/** Helm's option for who merges objects, where a release is there already. */
final class ServerSideOption {
  @Option(
      names = "--server-side",
      paramLabel = "true|false|auto",
      description =
          "Whether the API server merges objects; auto does as the last revision did (default)")
  private String serverSide = "auto";

  ServerSide of() {
    return switch (serverSide) {
      case "true" -> ServerSide.TRUE;
      case "false" -> ServerSide.FALSE;
      case "auto" -> ServerSide.AUTO;
      default ->
          throw new CommandException(
              1, "invalid/unknown release server-side apply method: " + serverSide);
    };
  }

  /** For an installation, of which there is no last revision. */
  ServerSide ofInstallation() {
    return serverSide.equals("false") ? ServerSide.FALSE : ServerSide.TRUE;
  }
}
