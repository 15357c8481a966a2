package io.autohelm.agent;

import io.autohelm.agent.cli.RootCommand;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The entry point of {@code autohelm.jar}. */
public final class Autohelm {
  private Autohelm() {}

  public static void main(String[] args) {
    // By itself the JDK gives no basic credentials to a proxy that it asks for a tunnel.
    if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
    System.exit(
        RootCommand.with(
                RootCommand.commandLine(
                    Autohelm::agent,
                    (once, port, folder) -> new Demo(once, port, folder).run(),
                    (request, out, err) -> new PlanRun(request, out, err).run(),
                    args),
                (request, out) -> new ValidateRun(request, out).run(),
                (request, out) -> new ExplainRun(request, out).run(),
                (request, out) -> new CheckRun(request, out, Clock.systemUTC()).run(),
                new OrderRun())
            .execute(args));
  }

  /** Runs until the process is told to end; running actions are then finished. */
  private static int agent(@Nullable Path config) {
    Settings settings = SettingsReader.read(config, System.getenv());
    settings.log().use();
    AgentRuntime runtime = AgentRuntime.start(settings);
    Shutdown.await(runtime);
    return 0;
  }
}
