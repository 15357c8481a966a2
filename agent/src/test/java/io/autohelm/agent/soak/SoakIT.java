package io.autohelm.agent.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.Canary;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random commits, hands in the cluster, and deaths of agent, API server and Git server, for {@code
 * -Dsoak.minutes}; then the cluster must be what Git says, and the agent no larger than it was.
 */
@RealCluster
@RealHelm
final class SoakIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final double minutes = Double.parseDouble(System.getProperty("soak.minutes", "0.75"));
  private final long seed = seed();
  private final Random chance = new Random(seed);
  private final SoakPlan plan = new SoakPlan(chance);
  private final TreeMap<Integer, Past> past = new TreeMap<>();
  private SoakState state;
  private String commit = "";
  private SoakWorld world;
  private SoakHands hands;
  private SoakVerdict verdict;
  private Instant agentReturns = Instant.MAX;
  private Instant serverReturns = Instant.MAX;
  private Instant gitReturns = Instant.MAX;
  private Path diary;

  /** As told; in a build that of the change, so that the same change is soaked the same way. */
  private static long seed() {
    String told = System.getProperty("soak.seed", System.getenv("AUTOHELM_FUZZ_SEED"));
    return told == null || told.isBlank() ? System.nanoTime() : Long.parseLong(told.strip());
  }

  private record Past(String commit, SoakState state) {}

  @Test
  void inTheEndTheClusterIsWhatGitSays(
      TestHelm helm, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    diary = folder.resolve("diary.txt");
    say("soak of %.1f minutes, seed %d, in %s".formatted(minutes, seed, folder));
    try (SoakWorld opened = new SoakWorld(folder)) {
      world = opened;
      hands = new SoakHands(world, chance);
      verdict = new SoakVerdict(world, helm, folder);
      hands.furnish();
      SoakState first = plan.first();
      commit("begin", first);
      world.startAgent();
      quiet();
      long millis = Math.round(minutes * 60_000);
      storm(Instant.now().plusMillis(millis * 6 / 10), true);
      quiet();
      // From here on one process must hold out.
      assertTrue(world.endAgent(), "told to end, it ends");
      world.startAgent();
      storm(Instant.now().plusMillis(millis / 10), false);
      commit("as in the beginning", first);
      quiet();
      AgentUse before = use();
      storm(Instant.now().plusMillis(millis * 3 / 10), false);
      quiet();
      commit("as in the beginning", first);
      quiet();
      AgentUse after = use();
      assertEquals(List.of(), after.leakedSince(before));
      judgeWords();
      assertTrue(world.endAgent(), "told to end, it ends");
      say("done: %d commits, %d processes".formatted(past.size(), world.logs().size()));
    }
  }

  /** Writes into the diary; to the console too, unless it begins with a dash. */
  private void say(String what) throws IOException {
    String line = Instant.now() + " " + what;
    if (diary != null && Files.exists(diary.getParent())) {
      Files.writeString(
          diary,
          line + "\n",
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    }
    if (!what.startsWith("-")) System.out.println(line);
  }

  private void commit(String deed, SoakState next) throws IOException {
    state = next;
    commit = world.repository().replace(deed, state.files(Canary.ofThisRun().text()));
    past.put(past.size(), new Past(commit, state));
    say("- commit %s: %s".formatted(commit.substring(0, 8), deed));
  }

  private AgentUse use() throws Exception {
    // What was opened for the work just done is closed when it was idle for a minute.
    Thread.sleep(Math.round(Math.max(4, Math.min(75, minutes * 5)) * 1000));
    AgentUse use = AgentUse.of(world.agentPid(), world.get("/metrics"));
    say("the agent holds %s".formatted(use));
    return use;
  }

  private void storm(Instant end, boolean mayKillAgent) throws Exception {
    say("storm until %s%s".formatted(end, mayKillAgent ? "" : ", the agent lives"));
    while (Instant.now().isBefore(end)) {
      Thread.sleep(chance.nextInt(10) == 0 ? chance.nextInt(6000) : chance.nextInt(800));
      revive(Instant.now());
      act(mayKillAgent);
      if (!world.isAgentAlive() && agentReturns.equals(Instant.MAX)) {
        throw new AssertionError("the agent ended by itself: " + tail());
      }
    }
    revive(Instant.MAX.minusSeconds(1));
  }

  private void revive(Instant now) throws IOException {
    if (now.isAfter(agentReturns)) {
      world.startAgent();
      agentReturns = Instant.MAX;
      say("- the agent is back");
    }
    if (now.isAfter(serverReturns)) {
      world.startServer();
      serverReturns = Instant.MAX;
      say("- the API server is back");
    }
    if (now.isAfter(gitReturns)) {
      world.startGit();
      gitReturns = Instant.MAX;
      say("- the Git server is back");
    }
  }

  private void act(boolean mayKillAgent) throws IOException {
    Instant later = Instant.now().plusMillis(chance.nextInt(5000));
    switch (chance.nextInt(24)) {
      case 0, 1 -> {
        if (mayKillAgent && agentReturns.equals(Instant.MAX)) {
          world.killAgent();
          agentReturns = later;
          say("- the agent is killed");
        }
      }
      case 2 -> {
        if (serverReturns.equals(Instant.MAX)) {
          world.killServer();
          serverReturns = later;
          say("- the API server is killed");
        }
      }
      case 3 -> {
        if (gitReturns.equals(Instant.MAX)) {
          world.killGit();
          gitReturns = later;
          say("- the Git server is killed");
        }
      }
      case 4 -> {
        Past to = past.get(Math.max(0, past.size() - 1 - chance.nextInt(5)));
        world.repository().force("main", to.commit());
        commit = to.commit();
        state = to.state();
        say("- force push to %s".formatted(commit.substring(0, 8)));
      }
      case 5 -> {
        world.callHooks(60);
        say("- calls of webhooks");
      }
      case 6, 7 -> {
        hands.furnish();
        say("- consents: %d".formatted(hands.consentToAll()));
      }
      case 8, 9, 10, 11, 12, 13, 14 -> say("- by hand: %s".formatted(hands.meddle(state)));
      default -> {
        SoakPlan.Change change = plan.next(state);
        commit(change.deed(), change.state());
      }
    }
  }

  /** Lets everything come to rest, and judges it. */
  private void quiet() throws Exception {
    if (state.isWrong()) commit("take the mistakes back", state.healed());
    say("quiet at %s, %d releases".formatted(commit.substring(0, 8), state.all().size()));
    Instant begin = Instant.now();
    String sight = "";
    List<String> differences = new ArrayList<>();
    while (Duration.between(begin, Instant.now()).compareTo(PATIENCE) < 0) {
      hands.furnish();
      hands.resumeAll();
      hands.consentToAll();
      sight = verdict.atFirstSight(state, commit);
      if (sight.isEmpty()) {
        differences = verdict.differences(state, hands.untraceable());
        if (differences.isEmpty()) {
          say("as Git says, after %s".formatted(Duration.between(begin, Instant.now())));
          return;
        }
      }
      say("- not yet: " + sight + String.join("; ", differences));
      Thread.sleep(1000);
    }
    throw new AssertionError(
        "after %s, seed %d: %s\n%s\n%s"
            .formatted(PATIENCE, seed, sight, String.join("\n", differences), tail()));
  }

  private void judgeWords() throws IOException {
    List<String> bad = new ArrayList<>();
    for (Path log : world.logs()) {
      String text = Files.readString(log);
      text.lines()
          .filter(line -> line.startsWith("\tat ") || line.contains("Exception in thread"))
          .findFirst()
          .ifPresent(line -> bad.add(log + " has a stack trace: " + line));
      String shown = Canary.ofThisRun().linesThatShow(text);
      if (!shown.isEmpty()) bad.add(log + " shows the secret: " + shown);
    }
    for (String path : List.of("/metrics", "/api/v1/releases", "/api/v1/sources", "/")) {
      String shown = Canary.ofThisRun().linesThatShow(world.get(path));
      if (!shown.isEmpty()) bad.add(path + " shows the secret: " + shown);
    }
    assertEquals(List.of(), bad);
  }

  private String tail() throws IOException {
    List<String> lines = Files.readAllLines(world.logs().get(world.logs().size() - 1));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
