package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which one of several replicas leads, by a Lease and the rules of Kubernetes' own components
 * (client-go's leaderelection). A leader stops by its own clock when it has not renewed the Lease
 * for the renew deadline; a candidate takes the Lease when it has not changed for the lease
 * duration, also by its own clock. So that no two lead at once the deadline is the shorter one.
 */
public final class LeaderElection implements ChangeFence, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
  private static final int CONFLICT = 409;
  private static final int RELEASE_ATTEMPTS = 3;

  /** Candidates do not all ask at the same moment: up to a fifth more than the period. */
  private static final double JITTER = 0.2;

  /**
   * How an election goes.
   *
   * @param name the Lease's
   * @param leaseDuration without a sign of the leader for so long another one leads
   * @param renewDeadline without a renewal for so long the leader stops
   * @param retryPeriod between two tries to renew, or to take, the Lease
   */
  public record Terms(
      String name, Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {}

  /** Is told what comes of it, by a thread of the election's own, one call at a time. */
  public interface Listener {
    /** This one leads. What it throws gives the lead away again. */
    void leads();

    /**
     * This one does not lead any more; it stands again when this comes back.
     *
     * @param why for people
     */
    void stops(String why);

    /**
     * Another one leads than was told before.
     *
     * @param leader for people; empty where nobody leads
     * @param trouble why it cannot be known, or cannot be changed; empty where there is none
     */
    void follows(String leader, String trouble);
  }

  private final KubeHttp http;
  private final Clock clock;
  private final String identity;
  private final String namespace;
  private final Terms terms;
  private final Listener listener;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;
  private final ExecutorService duties =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "leadership");
            made.setDaemon(true);
            return made;
          });

  private @Nullable KubeObject lease;
  private @Nullable LeaseSighting sighting;
  private String told = "?";
  private String trouble = "";

  private volatile boolean isLeader;

  /** Until when this one may act. */
  private volatile long deadline;

  LeaderElection(
      KubeHttp http,
      Clock clock,
      String identity,
      String namespace,
      Terms terms,
      Listener listener) {
    this.http = http;
    this.clock = clock;
    this.identity = identity;
    this.namespace = namespace;
    this.terms = terms;
    this.listener = listener;
    this.thread = new Thread(this::run, "leader-election");
    thread.setDaemon(true);
  }

  /** Stands for election from now on. */
  public void start() {
    thread.start();
  }

  /** This candidate, for people. */
  public String name() {
    return HolderIdentity.name(identity);
  }

  /** Whether this one leads now. */
  public boolean isLeader() {
    return isLeader && System.nanoTime() - deadline < 0;
  }

  @Override
  public void check() {
    if (!isLeader()) {
      throw new ClusterException(ClusterException.Reason.LOCK_LOST, "this replica does not lead");
    }
  }

  private void run() {
    while (!isEnding()) {
      try {
        if (campaign()) {
          lead();
        }
      } catch (RuntimeException e) {
        LOG.error("the election of a leader failed unexpectedly, it goes on", e);
        isLeader = false;
        pause(terms.retryPeriod());
      }
    }
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  private boolean pause(Duration pause) {
    try {
      return ending.await(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether the Lease is ours. */
  private boolean campaign() {
    double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
    Duration pause = Duration.ofNanos((long) (terms.retryPeriod().toNanos() * jitter));
    while (!isEnding()) {
      if (attempt(terms.renewDeadline())) {
        return true;
      }
      tell();
      pause(pause);
    }
    return false;
  }

  private void lead() {
    isLeader = true;
    told = "?";
    LOG.info("this replica leads: {} holds lease {}/{}", name(), namespace, terms.name());
    Future<?> begun = duties.submit(listener::leads);
    String why = hold(begun);
    if (isEnding()) {
      return;
    }
    isLeader = false;
    LOG.warn("this replica stops leading: {}", why);
    try {
      duties.submit(() -> listener.stops(why)).get();
    } catch (ExecutionException e) {
      LOG.error("what this replica did while it led did not end well", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    release(1); // where it is still ours
    pause(terms.retryPeriod());
  }

  /** Renews until that fails for too long; gives why. */
  private String hold(Future<?> begun) {
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return "the lease could not be renewed within "
            + seconds(terms.renewDeadline())
            + (trouble.isEmpty() ? "" : ": " + trouble);
      }
      Duration pause = terms.retryPeriod();
      if (pause(pause.toNanos() < left ? pause : Duration.ofNanos(left))) {
        return "";
      }
      String failure = failure(begun);
      if (!failure.isEmpty()) {
        return "what a leader does could not begin: " + failure;
      }
      left = deadline - System.nanoTime();
      if (left <= 0) {
        continue;
      }
      // A request that is never answered must leave time for another one.
      Duration patience =
          Duration.ofNanos(Math.min(left, terms.renewDeadline().dividedBy(2).toNanos()));
      if (!attempt(patience) && sighting != null && isOther(sighting.state().holder())) {
        return HolderIdentity.name(sighting.state().holder()) + " took the lease over";
      }
    }
  }

  private boolean isOther(String holder) {
    return !holder.isEmpty() && !holder.equals(identity);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static String failure(Future<?> begun) {
    if (!begun.isDone()) {
      return "";
    }
    try {
      begun.get();
      return "";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      LOG.debug("the beginning failed", cause);
      return String.valueOf(cause.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** One try to take or to renew the Lease; what goes wrong is told and left to the next try. */
  private boolean attempt(Duration patience) {
    try {
      long sent = System.nanoTime();
      if (!tried(patience)) {
        trouble = "";
        return false;
      }
      deadline = sent + terms.renewDeadline().toNanos();
      trouble = "";
      return true;
    } catch (IOException | ClusterException e) {
      lease = null; // whether it was carried out is not known
      trouble = String.valueOf(e.getMessage());
      LOG.debug("lease {}/{}: {}", namespace, terms.name(), trouble);
      return false;
    }
  }

  private boolean tried(Duration patience) throws IOException {
    if (isLeader && lease != null && sighting != null) {
      // As a rule nobody else has written it: that saves looking.
      KubeResponse answer = write(sighting.state().renewed(clock.instant()), patience);
      if (answer.isSuccess()) {
        return true;
      }
      if (answer.code() != CONFLICT && !answer.isNotFound()) {
        throw answer.refusal("renew lease " + namespace + "/" + terms.name(), false);
      }
    }
    // Where somebody else was quicker, who it was is worth knowing at once.
    return looked(patience) || (isLeader && looked(patience));
  }

  private boolean looked(Duration patience) throws IOException {
    KubeResponse seen = http.once("GET", path(), null, patience);
    if (seen.isNotFound()) {
      lease = null;
      return done(write(LeaseState.first(identity, duration(), clock.instant()), patience), "make");
    }
    if (!seen.isSuccess()) {
      throw seen.refusal("read lease " + namespace + "/" + terms.name(), false);
    }
    LeaseState state = see(seen.object());
    LeaseSighting.Move move =
        sighting == null ? LeaseSighting.Move.FOLLOW : sighting.move(identity, System.nanoTime());
    return switch (move) {
      case FOLLOW -> false;
      case TAKE ->
          done(write(state.takenBy(identity, duration(), clock.instant()), patience), "take");
      case RENEW -> done(write(state.renewed(clock.instant()), patience), "renew");
    };
  }

  /** Another one may have been quicker, which is no failure. */
  private boolean done(KubeResponse answer, String what) {
    if (answer.isSuccess()) {
      return true;
    }
    if (answer.code() != CONFLICT) {
      throw answer.refusal(what + " lease " + namespace + "/" + terms.name(), false);
    }
    return false;
  }

  /** The Lease counts in seconds; one that is too long only keeps others waiting. */
  private Duration duration() {
    return Duration.ofSeconds(terms.leaseDuration().plusMillis(999).toSeconds());
  }

  private String folder() {
    return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
  }

  private String path() {
    return folder() + "/" + terms.name();
  }

  /** Writes the Lease over what was read last; what others say about it in its metadata stays. */
  private KubeResponse write(LeaseState state, Duration patience) throws IOException {
    KubeObject known = lease;
    Map<String, @Nullable Object> tree;
    if (known == null) {
      tree = new LinkedHashMap<>();
      tree.put("apiVersion", "coordination.k8s.io/v1");
      tree.put("kind", "Lease");
      tree.put("metadata", Map.of("name", terms.name(), "namespace", namespace));
    } else {
      tree = new LinkedHashMap<>(known.tree());
    }
    tree.put("spec", state.spec());
    KubeResponse answer =
        known == null
            ? http.once("POST", folder(), Json.printRaw(tree), patience)
            : http.once("PUT", path(), Json.printRaw(tree), patience);
    if (answer.isSuccess()) {
      see(answer.object());
    } else {
      lease = null;
    }
    return answer;
  }

  /** Notes what came: it is as old as it is known, and not older. */
  private LeaseState see(KubeObject read) {
    lease = read;
    LeaseState state = LeaseState.of(read);
    long now = System.nanoTime();
    sighting = sighting == null ? new LeaseSighting(state, now) : sighting.next(state, now);
    return state;
  }

  /** Tells who leads, where that is news. */
  private void tell() {
    LeaseSighting now = sighting;
    String leader =
        now == null || !isOther(now.state().holder())
            ? ""
            : HolderIdentity.name(now.state().holder());
    String news = leader + "\n" + trouble;
    if (!news.equals(told) && !isEnding()) {
      told = news;
      String why = trouble;
      Future<?> unused = duties.submit(() -> listener.follows(leader, why));
    }
  }

  /** Gives the Lease back, so that another one need not wait. */
  private void release(int attempts) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      try {
        KubeResponse seen = http.once("GET", path(), null, terms.retryPeriod());
        if (!seen.isSuccess()) {
          continue;
        }
        LeaseState state = see(seen.object());
        if (!state.holder().equals(identity)) {
          return;
        }
        if (write(state.takenBy("", Duration.ofSeconds(1), clock.instant()), terms.retryPeriod())
            .isSuccess()) {
          return;
        }
      } catch (IOException | ClusterException e) {
        LOG.debug("lease {}/{} is not given back now: {}", namespace, terms.name(), e.getMessage());
      }
    }
  }

  /** Stands no more; gives the Lease back. Whatever a leader does must have ended before. */
  @Override
  public void close() {
    ending.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(terms.renewDeadline().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean wasLeader = isLeader;
    isLeader = false;
    duties.shutdown();
    try {
      if (!duties.awaitTermination(terms.renewDeadline().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("what a leader does has not ended yet; nothing is changed by it any more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (wasLeader && !thread.isAlive()) {
      release(RELEASE_ATTEMPTS);
      LOG.info("lease {}/{} is given back", namespace, terms.name());
    }
  }
}
