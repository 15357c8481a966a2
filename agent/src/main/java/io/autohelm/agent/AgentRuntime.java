package io.autohelm.agent;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.desk.Desk;
import io.autohelm.agent.desk.Gate;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.schedule.Timetable;
import io.autohelm.agent.status.ChangeFeed;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.agent.watch.InputWatch;
import io.autohelm.agent.webhook.Hooks;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Renderer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running agent: everything made and connected once, started, and ended in order. */
public final class AgentRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRuntime.class);

  /** Written into pending revisions; an agent that starts takes over what bears this name. */
  private static final String ACTOR = "autohelm";

  /** Open pages and programs that are told of changes at once. */
  private static final int MOST_LISTENERS = 64;

  private final KubeConnection connection;
  private final Timetable timetable;
  private final InputWatch inputs;
  private final List<SourcePoller> pollers;
  private final ChartShelf charts;
  private final StatusServer server;
  private final Leadership leadership;
  private final Desk desk;

  private AgentRuntime(
      KubeConnection connection,
      Timetable timetable,
      InputWatch inputs,
      List<SourcePoller> pollers,
      ChartShelf charts,
      StatusServer server,
      Leadership leadership,
      Desk desk) {
    this.connection = connection;
    this.timetable = timetable;
    this.inputs = inputs;
    this.pollers = pollers;
    this.charts = charts;
    this.server = server;
    this.leadership = leadership;
    this.desk = desk;
  }

  /** Starts the agent; gives control back as soon as it serves and polls. */
  public static AgentRuntime start(Settings settings) {
    Clock clock = Clock.systemUTC();
    ChangeFeed feed = new ChangeFeed(MOST_LISTENERS);
    StatusBoard board =
        new StatusBoard(
            settings.sources().stream().map(Settings.Source::name).toList(),
            feed,
            new EpisodeFolder(settings.data()));
    KubeConnection connection =
        KubeConnection.open(settings.kubeconfig(), settings.context(), clock);
    ReleaseStore store = connection.releases(settings.driver());
    Timetable timetable = new Timetable(settings.sources().size() + 1, clock, new SecureRandom());
    StateBook book =
        new StateBook(connection.texts(settings.stateNamespace(), settings.stateName()));
    // What watches, pages and webhooks call is there before anything is led.
    AtomicReference<Leadership> leading = new AtomicReference<>();
    InputWatch inputs =
        new InputWatch(
            connection.inputWatches(),
            id -> coordinator(leading).ifPresent(coordinator -> coordinator.check(id)),
            clock);
    ValuesObjects values = new ValuesObjects(connection.cluster(), inputs);
    ChartShelf charts =
        ChartShelf.of(settings.charts(), settings.data(), System.getenv(), clock, LOG::warn);
    InForce inForce = new InForce();
    Gate gate = new Gate(settings.tokenFile(), clock);
    if (settings.tokenFile() != null && !gate.isOpen()) {
      LOG.warn("{}", gate.closed());
    }
    Desk desk = new LeaderDesk(leading, book);
    StatusServer server =
        StatusServer.start(
            settings.host(),
            settings.port(),
            new StatusServer.Served(
                board,
                feed,
                new CommitInsight(store, inForce, values, charts),
                gate,
                desk,
                hooks(settings, source -> nudge(source, timetable, leading, desk, clock)),
                clock));
    connection.tell(server.metrics()::requested);
    Reports log = new ReportLog();
    Reports shown =
        report -> {
          board.tell(report);
          server.metrics().tell(board.aged(report));
          log.tell(report);
        };
    Renderer renderer =
        Renderer.standard(
            clock,
            (release, warning) -> {
              ReleaseId id = new ReleaseId(release.namespace(), release.name());
              shown.tell(
                  new Report.ReleaseWarned(
                      id, values.redaction(id).over(warning.strip()), clock.instant()));
            },
            settings.schemaReach());
    server.metrics().renderCache(renderer::cacheHits, renderer::cacheMisses);
    server.metrics().queue(() -> coordinator(leading).map(Coordinator::waiting).orElse(0));
    Reception reception = new Reception(shown, clock);
    Leadership leadership =
        new Leadership(
            new Duty.Means(
                settings,
                connection,
                ACTOR,
                store,
                connection.locks(ACTOR),
                renderer,
                book,
                values,
                source -> timetable.once(poll(source), Duration.ofMillis(200)),
                shown,
                clock),
            reception);
    leading.set(leadership);
    leadership.begin();

    DeclarationReader reader = new DeclarationReader();
    List<SourcePoller> pollers = new ArrayList<>();
    for (Settings.Source source : settings.sources()) {
      GitRepository repository =
          GitRepository.open(source.origin(), folder(settings.data(), source), clock);
      SourcePoller poller =
          new SourcePoller(
              source, repository, reader, charts, values, inForce, reception, shown, clock);
      pollers.add(poller);
      timetable.follow(poll(source.name()), Duration.ZERO, source.rhythm(), poller::poll);
    }
    timetable.start();
    LOG.info(
        "watching {} sources, cluster {}, page at {}",
        pollers.size(),
        connection.address(),
        server.address());
    return new AgentRuntime(
        connection, timetable, inputs, pollers, charts, server, leadership, desk);
  }

  private static Optional<Coordinator> coordinator(AtomicReference<Leadership> leading) {
    Leadership leadership = leading.get();
    return leadership == null ? Optional.empty() : leadership.coordinator();
  }

  private static String poll(String source) {
    return "poll " + source;
  }

  /**
   * Polls soon; many calls within a moment are one. A call reaches any of the replicas: one that
   * stands by passes it on to the leader, as an order.
   */
  private static void nudge(
      String source,
      Timetable timetable,
      AtomicReference<Leadership> leading,
      Desk desk,
      Clock clock) {
    timetable.once(poll(source), Duration.ofMillis(200));
    Leadership leadership = leading.get();
    if (leadership != null && leadership.isStandingBy()) {
      timetable.once(
          "pass on " + source,
          Duration.ofMillis(200),
          () -> {
            try {
              desk.order(Order.syncSource(source, "webhook", clock.instant()));
            } catch (ClusterException e) {
              LOG.warn("a webhook of source {} is not passed on: {}", source, e.getMessage());
            }
          });
    }
  }

  private static Hooks hooks(Settings settings, Consumer<String> nudge) {
    Map<String, Supplier<String>> secrets = new HashMap<>();
    for (Settings.Source source : settings.sources()) {
      Path file = source.webhookSecret();
      if (file != null) {
        secrets.put(source.name(), () -> secret(source.name(), file));
      }
    }
    return new Hooks(secrets, nudge);
  }

  private static String secret(String source, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      LOG.warn("source {}: webhooks are refused: cannot read {}", source, file);
      return "";
    }
  }

  /** One folder a source and address: another address must not find the objects of the old one. */
  private static Path folder(Path data, Settings.Source source) {
    String address =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                Integer.toHexString(source.url().hashCode()).getBytes(StandardCharsets.UTF_8));
    return data.resolve(source.name() + "-" + address);
  }

  /** The leader hears what is written; so one that stands by may take an order for it. */
  private record LeaderDesk(AtomicReference<Leadership> leading, StateBook book) implements Desk {
    @Override
    public void order(Order order) {
      Optional<Coordinator> coordinator = coordinator(leading);
      if (coordinator.isPresent()) {
        coordinator.get().order(order);
      } else {
        book.write(List.of(order));
      }
    }

    @Override
    public void withdraw(Order.Kind kind, String subject) {
      book.withdraw(kind, subject);
    }
  }

  /** Takes what people order. */
  public Desk desk() {
    return desk;
  }

  /** Where the page is served. */
  public URI address() {
    return server.address();
  }

  /** Stops polling, lets running actions come to their end, lets another replica lead, and goes. */
  @Override
  public void close() {
    LOG.info("ending: no new work, running actions are finished");
    timetable.close();
    leadership.close();
    inputs.close();
    pollers.forEach(SourcePoller::close);
    charts.close();
    server.close();
    connection.close();
  }
}
