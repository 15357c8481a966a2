package io.autohelm.agent.soak;

import io.autohelm.agent.soak.SoakState.Declared;
import io.autohelm.agent.soak.SoakState.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What people commit, at random: each change leads from one state of the repository to the next.
 */
final class SoakPlan {
  static final List<String> NAMESPACES = List.of("soak-one", "soak-two", "soak-three");

  /** The Secret of each namespace that values come from. */
  static final String SECRET = "soak-values";

  private static final int MOST = 14;
  private static final int FEWEST = 5;
  private static final List<String> CHARTS =
      List.of(
          SoakCharts.WEB,
          SoakCharts.WEB,
          SoakCharts.NOTE,
          SoakCharts.NOTE,
          SoakCharts.TASK,
          SoakCharts.DATA);

  private final Random chance;
  private int names;
  private int words;

  SoakPlan(Random chance) {
    this.chance = chance;
  }

  /**
   * A state and what led to it.
   *
   * @param deed in a word or two
   */
  record Change(String deed, SoakState state) {}

  /** The state that a soak begins with, and comes back to. */
  SoakState first() {
    SoakState state =
        new SoakState(
            Map.of(),
            CHARTS.stream().distinct().collect(Collectors.toMap(chart -> chart, chart -> 0)),
            "",
            List.of("a", "b"),
            Map.of());
    for (int i = 0; i < 8; i++) {
      state = state.with(release(CHARTS.get(i % CHARTS.size()), NAMESPACES.get(i % 3)));
    }
    return state;
  }

  private Declared release(String chart, String namespace) {
    String name = chart + "-" + names++;
    Map<String, Object> values = new TreeMap<>(Map.of("word", word()));
    if (chart.equals(SoakCharts.NOTE)) values.put("count", 1 + chance.nextInt(6));
    if (chart.equals(SoakCharts.WEB)) values.put("replicas", 1 + chance.nextInt(2));
    if (chart.equals(SoakCharts.WEB) && chance.nextBoolean()) values.put("fullname", "its-" + name);
    // What a watch does not notice would be found too late, but for a few.
    String interval = chance.nextInt(4) == 0 ? "20s" : "1h";
    return new Declared(name, namespace, chart, values, interval, "", "", Wrong.NOT);
  }

  private String word() {
    return "word-" + words++;
  }

  /** A random change of a state. */
  Change next(SoakState state) {
    Change change = attempt(state);
    while (change == null) {
      change = attempt(state);
    }
    return change;
  }

  private Change attempt(SoakState state) {
    if (state.isWrong() && chance.nextInt(3) == 0) {
      return new Change("take the mistakes back", state.healed());
    }
    List<Declared> all = new ArrayList<>(state.releases().values());
    Declared one = all.get(chance.nextInt(all.size()));
    String namespace = NAMESPACES.get(chance.nextInt(NAMESPACES.size()));
    switch (chance.nextInt(16)) {
      case 0, 1 -> {
        if (all.size() >= MOST) return null;
        Declared added = release(CHARTS.get(chance.nextInt(CHARTS.size())), namespace);
        return new Change("add " + added.name(), state.with(added));
      }
      case 2, 3 -> {
        if (all.size() <= FEWEST) return null;
        return new Change("remove " + one.name(), state.without(one.name()));
      }
      case 4, 5, 6 -> {
        Declared changed = one.with("word", word());
        if (one.chart().equals(SoakCharts.NOTE)) changed = changed.with("count", chance.nextInt(7));
        return new Change("change " + one.name(), state.with(changed));
      }
      case 7 -> {
        SoakState changed = state;
        for (Declared each : all) {
          changed = changed.with(each.with("word", word()));
        }
        return new Change("change all", changed);
      }
      case 8, 9 -> {
        return new Change("a new version of " + one.chart(), state.withPatch(one.chart()));
      }
      case 10 -> {
        // A claim's move would need its consent twice; a selector cannot change.
        if (one.wrong() != Wrong.NOT || !one.movedFrom().isEmpty()) return null;
        String name = one.chart() + "-" + names++;
        Declared moved = one.moved(name, chance.nextBoolean() ? one.namespace() : namespace);
        return new Change(
            "move " + one.name() + " to " + moved.namespace() + "/" + name,
            state.without(one.name()).with(moved));
      }
      case 11 -> {
        int size = 1 + chance.nextInt(4);
        List<String> elements =
            IntStream.range(0, size).mapToObj(i -> "" + (char) ('a' + i)).toList();
        return new Change("the set has " + elements, state.withElements(elements));
      }
      case 12 -> {
        Wrong wrong =
            one.chart().equals(SoakCharts.WEB)
                ? chance.nextBoolean() ? Wrong.HANGS : Wrong.REFUSED
                : Wrong.TEXT;
        return new Change(one.name() + " is wrong: " + wrong, state.with(one.being(wrong)));
      }
      case 13 -> {
        return chance.nextBoolean()
            ? new Change("break " + one.chart(), state.withBroken(one.chart()))
            : new Change(
                "litter",
                state.withLitter(
                    Map.of(
                        "apps/litter.yaml",
                        "apiVersion: autohelm.io/v1\nkind: Release\nmetadata: { nme: x }\n")));
      }
      case 14 -> {
        Declared other = all.get(chance.nextInt(all.size()));
        // Along the names, so that nobody waits for himself; in one namespace, for names alone do.
        if (other.name().compareTo(one.name()) >= 0 || !other.namespace().equals(one.namespace())) {
          return null;
        }
        return new Change(
            one.name() + " waits for " + other.name(), state.with(one.after(other.name())));
      }
      default -> {
        return null;
      }
    }
  }
}
