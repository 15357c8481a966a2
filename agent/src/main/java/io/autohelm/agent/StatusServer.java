package io.autohelm.agent;

import ch.qos.logback.classic.Level;
import io.autohelm.agent.desk.Desk;
import io.autohelm.agent.desk.Gate;
import io.autohelm.agent.status.AgentMetrics;
import io.autohelm.agent.status.ChangeFeed;
import io.autohelm.agent.status.Insight;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.agent.status.StreamEnd;
import io.autohelm.agent.webhook.Hooks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with the page, the API, metrics and health: a Micronaut application. */
final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  private static final ch.qos.logback.classic.Logger SERVER_LOG =
      (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.micronaut.http.server");

  /** An answer takes milliseconds; one that asks the cluster is not worth more. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final AgentMetrics metrics;

  private StatusServer(ApplicationContext context, EmbeddedServer server, AgentMetrics metrics) {
    this.context = context;
    this.server = server;
    this.metrics = metrics;
  }

  /** What is shown, and what calls come to. */
  record Served(
      StatusBoard board,
      ChangeFeed feed,
      Insight insight,
      Gate gate,
      Desk desk,
      Hooks hooks,
      Clock clock) {}

  /**
   * Starts to serve.
   *
   * @param port 0 takes a free one
   * @throws SettingsException where that is taken, or the host is none of this machine
   */
  static StatusServer start(String host, int port, Served served) {
    SERVER_LOG.setLevel(null); // an earlier one of this process may have ended
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("micronaut.application.name", "autohelm");
    properties.put("micronaut.server.host", host);
    properties.put("micronaut.server.port", port == 0 ? -1 : port);
    // Webhooks are the largest; one that is larger still is refused, and the next poll sees it.
    properties.put("micronaut.server.max-request-size", "2MB");
    properties.put("jackson.serialization.write-dates-as-timestamps", false);
    properties.put("micronaut.metrics.enabled", true);
    properties.put("micronaut.metrics.export.prometheus.enabled", true);
    properties.put("micronaut.metrics.binders.logback.enabled", false);
    // The endpoint of that name gives JSON; Prometheus expects its own text at /metrics.
    properties.put("endpoints.metrics.enabled", false);
    properties.put("endpoints.prometheus.enabled", false);
    properties.put("endpoints.info.enabled", false);
    properties.put("endpoints.health.enabled", true);
    properties.put("endpoints.health.sensitive", false);
    properties.put("endpoints.health.details-visible", "ANONYMOUS");
    properties.put("endpoints.health.disk-space.enabled", false);
    properties.put("endpoints.health.discovery-client.enabled", false);
    properties.put("endpoints.health.service-ready-indicator-enabled", false);
    properties.put("jackson.serialization.write-dates-as-timestamps", false);
    ApplicationContext context =
        ApplicationContext.builder().properties(properties).banner(false).build();
    context.registerSingleton(StatusBoard.class, served.board());
    context.registerSingleton(ChangeFeed.class, served.feed());
    context.registerSingleton(Insight.class, served.insight());
    context.registerSingleton(Gate.class, served.gate());
    context.registerSingleton(Desk.class, served.desk());
    context.registerSingleton(Clock.class, served.clock());
    context.registerSingleton(Hooks.class, served.hooks());
    context.start();
    try {
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      return new StatusServer(
          context, server, new AgentMetrics(context.getBean(MeterRegistry.class)));
    } catch (ServerStartupException e) {
      context.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SettingsException(
          "cannot listen on http.host " + host + ", http.port " + port + ": " + cause.getMessage(),
          e);
    }
  }

  AgentMetrics metrics() {
    return metrics;
  }

  URI address() {
    String host = server.getHost();
    String shown = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    return URI.create("http://" + shown + ":" + server.getPort() + "/");
  }

  @Override
  public void close() {
    // Answers need what goes with the server: no new ones, and those that have begun first.
    context.getBean(StreamEnd.class).come();
    if (server instanceof GracefulShutdownCapable capable) {
      awaitAnswers(capable);
    }
    // Who was let in during the last moment is not among them; that a server that has ended cannot
    // answer is not worth a stack trace each.
    SERVER_LOG.setLevel(Level.OFF);
    server.stop();
    context.close();
  }

  private static void awaitAnswers(GracefulShutdownCapable server) {
    try {
      Object unused =
          server
              .shutdownGracefully()
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("somebody gets no answer any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
