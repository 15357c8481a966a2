package io.autohelm.agent;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.desk.Desk;
import io.autohelm.agent.desk.Gate;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.drift.NotingCluster;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.notify.EventTeller;
import io.autohelm.agent.reconcile.Agenda;
import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.reconcile.Reconciler;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.schedule.Rhythm;
import io.autohelm.agent.schedule.Timetable;
import io.autohelm.agent.status.ChangeFeed;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.agent.watch.DriftWatch;
import io.autohelm.agent.watch.HealthWatch;
import io.autohelm.agent.watch.InputWatch;
import io.autohelm.agent.webhook.Hooks;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.release.ReleaseException;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running agent: everything made and connected once, started, and ended in order. */
public final class AgentRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRuntime.class);

  /** Written into pending revisions; an agent that starts takes over what bears this name. */
  private static final String ACTOR = "autohelm";

  private static final Duration SOON = Duration.ofSeconds(5);

  /** Open pages and programs that are told of changes at once. */
  private static final int MOST_LISTENERS = 64;

  private final KubeConnection connection;
  private final Timetable timetable;
  private final DriftWatch watch;
  private final HealthWatch health;
  private final EventTeller events;
  private final ObjectWatches.Watch orders;
  private final InputWatch inputs;
  private final Coordinator coordinator;
  private final List<SourcePoller> pollers;
  private final ChartShelf charts;
  private final StatusServer server;

  private AgentRuntime(
      KubeConnection connection,
      Timetable timetable,
      DriftWatch watch,
      HealthWatch health,
      EventTeller events,
      ObjectWatches.Watch orders,
      InputWatch inputs,
      Coordinator coordinator,
      List<SourcePoller> pollers,
      ChartShelf charts,
      StatusServer server) {
    this.connection = connection;
    this.timetable = timetable;
    this.watch = watch;
    this.health = health;
    this.events = events;
    this.orders = orders;
    this.inputs = inputs;
    this.coordinator = coordinator;
    this.pollers = pollers;
    this.charts = charts;
    this.server = server;
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
    ReleaseLocks locks = connection.locks(ACTOR);
    Timetable timetable = new Timetable(settings.sources().size() + 3, clock, new SecureRandom());
    // The watches, the agenda and the desk call the coordinator, and the coordinator needs them.
    AtomicReference<Coordinator> target = new AtomicReference<>();
    InputWatch inputs =
        new InputWatch(
            connection.inputWatches(),
            id -> {
              Coordinator coordinator = target.get();
              if (coordinator != null) {
                coordinator.check(id);
              }
            },
            clock);
    ValuesObjects values = new ValuesObjects(connection.cluster(), inputs);
    ChartShelf charts =
        ChartShelf.of(settings.charts(), settings.data(), System.getenv(), clock, LOG::warn);
    InForce inForce = new InForce();
    Gate gate = new Gate(settings.tokenFile(), clock);
    if (settings.tokenFile() != null && !gate.isOpen()) {
      LOG.warn("{}", gate.closed());
    }
    StatusServer server =
        StatusServer.start(
            settings.host(),
            settings.port(),
            new StatusServer.Served(
                board,
                feed,
                new CommitInsight(store, inForce, values, charts),
                gate,
                new CoordinatorDesk(target),
                hooks(settings, timetable),
                clock));
    connection.tell(server.metrics()::requested);
    Reports log = new ReportLog();
    EventTeller events =
        new EventTeller(new EventPost(connection.cluster(), clock), clock, new SecureRandom());
    Reports reports =
        report -> {
          if (report instanceof Report.ReleaseRemoved removed && removed.error() == null) {
            values.forget(removed.id());
          }
          board.tell(report);
          server.metrics().tell(report);
          log.tell(report);
          events.tell(report);
          Coordinator coordinator = target.get();
          if (coordinator != null && report instanceof Report.HealthChanged changed) {
            coordinator.told(changed);
          }
        };
    Footprints footprints = new Footprints();
    Cluster cluster = new NotingCluster(connection.cluster(), footprints);
    HealthWatch health = new HealthWatch(connection.probe(), reports, clock);
    DriftWatch watch =
        new DriftWatch(
            connection.watches(),
            footprints,
            (id, objects) -> {
              Coordinator coordinator = target.get();
              if (coordinator != null) {
                coordinator.touched(id, objects);
              }
            },
            reports,
            clock,
            health);
    StateBook book =
        new StateBook(connection.texts(settings.stateNamespace(), settings.stateName()));
    Renderer renderer = Renderer.standard(clock, LOG::warn, settings.schemaReach());
    server.metrics().renderCache(renderer::cacheHits, renderer::cacheMisses);
    Coordinator coordinator =
        new Coordinator(
            new Reconciler(
                new Actions(cluster, store, renderer, connection.lookup(), clock, ACTOR),
                locks,
                store,
                cluster,
                new DriftCheck(new OverheardCluster(cluster, health::found), footprints),
                watch,
                clock),
            store,
            new TimetableAgenda(timetable, target),
            reports,
            settings.sources().stream().map(Settings.Source::name).toList(),
            settings.rules(),
            book,
            health,
            settings.concurrency(),
            clock);
    target.set(coordinator);
    server.metrics().queue(coordinator::waiting);
    ObjectWatches.Watch orders = book.tell(coordinator);

    DeclarationReader reader = new DeclarationReader();
    List<SourcePoller> pollers = new ArrayList<>();
    for (Settings.Source source : settings.sources()) {
      GitRepository repository =
          GitRepository.open(source.origin(), folder(settings.data(), source), clock);
      SourcePoller poller =
          new SourcePoller(
              source, repository, reader, charts, values, inForce, coordinator, reports, clock);
      pollers.add(poller);
      timetable.follow(poll(source.name()), Duration.ZERO, source.rhythm(), poller::poll);
    }
    timetable.every("sweep locks", SOON, Duration.ofMinutes(10), () -> sweep(locks));
    timetable.every(
        "sweep records", Duration.ofMinutes(1), Duration.ofHours(6), () -> sweep(store));
    timetable.start();
    LOG.info(
        "watching {} sources, cluster {}, page at {}",
        pollers.size(),
        connection.address(),
        server.address());
    return new AgentRuntime(
        connection,
        timetable,
        watch,
        health,
        events,
        orders,
        inputs,
        coordinator,
        pollers,
        charts,
        server);
  }

  /** Nobody takes the lock of a release that is gone: what its dead writer left is removed. */
  private static void sweep(ReleaseLocks locks) {
    try {
      int removed = locks.sweep("");
      LOG.debug("{} locks of dead writers were removed", removed);
    } catch (ClusterException e) {
      LOG.debug("what dead writers left is not swept now: {}", e.getMessage());
    }
  }

  /** What is left behind takes room, nothing else: that it cannot be removed is no failure. */
  private static void sweep(ReleaseStore store) {
    try {
      int removed = store.sweep("");
      if (removed > 0) {
        LOG.info("{} parts of release records that Helm deleted were removed", removed);
      }
    } catch (ClusterException | ReleaseException e) {
      LOG.debug("what dead writers left is not swept now: {}", e.getMessage());
    }
  }

  private static String poll(String source) {
    return "poll " + source;
  }

  /** Many calls within a moment are one poll. */
  private static Hooks hooks(Settings settings, Timetable timetable) {
    Map<String, Supplier<String>> secrets = new HashMap<>();
    for (Settings.Source source : settings.sources()) {
      Path file = source.webhookSecret();
      if (file != null) {
        secrets.put(source.name(), () -> secret(source.name(), file));
      }
    }
    return new Hooks(secrets, source -> timetable.once(poll(source), Duration.ofMillis(200)));
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

  /** The agent serves before it coordinates. */
  private record CoordinatorDesk(AtomicReference<Coordinator> target) implements Desk {
    private Coordinator coordinator() {
      Coordinator coordinator = target.get();
      if (coordinator == null) {
        throw new ClusterException(
            ClusterException.Reason.UNREACHABLE, "the agent has not begun yet");
      }
      return coordinator;
    }

    @Override
    public void order(Order order) {
      coordinator().order(order);
    }

    @Override
    public void withdraw(Order.Kind kind, String subject) {
      coordinator().withdraw(kind, subject);
    }
  }

  private record TimetableAgenda(Timetable timetable, AtomicReference<Coordinator> target)
      implements Agenda {
    private static String task(ReleaseId id) {
      return "check " + id;
    }

    @Override
    public void every(ReleaseId id, Rhythm rhythm) {
      timetable.follow(task(id), rhythm.interval(), rhythm, () -> check(id));
    }

    /** What left its source before this process began has no rhythm, but is tried again. */
    @Override
    public void once(ReleaseId id, Duration delay) {
      timetable.once(task(id), delay, () -> check(id));
    }

    private void check(ReleaseId id) {
      Coordinator coordinator = target.get();
      if (coordinator != null) {
        coordinator.check(id);
      }
    }

    @Override
    public void forget(ReleaseId id) {
      timetable.forget(task(id));
    }

    @Override
    public void poll(String source) {
      timetable.once(AgentRuntime.poll(source), Duration.ofMillis(200));
    }
  }

  /** What people may ask for by commands. */
  public Coordinator coordinator() {
    return coordinator;
  }

  /** Where the page is served. */
  public URI address() {
    return server.address();
  }

  /** Stops polling, lets running actions come to their end, then goes. */
  @Override
  public void close() {
    LOG.info("ending: no new work, running actions are finished");
    timetable.close();
    watch.close();
    health.close();
    orders.close();
    inputs.close();
    coordinator.close();
    pollers.forEach(SourcePoller::close);
    charts.close();
    server.close();
    events.close();
    connection.close();
  }
}
