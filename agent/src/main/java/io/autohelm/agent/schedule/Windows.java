package io.autohelm.agent.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Windows that count together, by Argo CD's rules: while a window that denies lasts it is closed;
 * where there are windows that allow, it is closed outside of them.
 */
public record Windows(List<Window> all) {
  /** Always open. */
  public static final Windows NONE = new Windows(List.of());

  /** The search for an opening ends after so many turns of windows. */
  private static final int MOST_TURNS = 1000;

  /** What wants to go through. */
  public enum Purpose {
    /** A change that Git wants. */
    CHANGE,
    /** Something is to be put back to what it was. */
    DRIFT,
    /** A person has asked for it by a command. */
    COMMAND
  }

  /**
   * Whether it is open.
   *
   * @param reason why it is closed, for people; empty where it is open
   * @param opens when it opens; null where it is open, or where that is not to be foreseen
   */
  public record Verdict(boolean isOpen, String reason, @Nullable Instant opens) {
    private static final Verdict OPEN = new Verdict(true, "", null);
  }

  public Windows {
    all = List.copyOf(all);
  }

  /** Whether something may go through the windows of all these levels: each must be open. */
  public static Verdict at(List<Windows> levels, Purpose purpose, Instant now) {
    Optional<String> closed = closed(levels, purpose, now);
    if (closed.isEmpty()) {
      return Verdict.OPEN;
    }
    Instant opens = opening(levels, purpose, now);
    return new Verdict(false, closed.get() + (opens == null ? "" : "; opens at " + opens), opens);
  }

  private static Optional<String> closed(List<Windows> levels, Purpose purpose, Instant now) {
    return levels.stream().flatMap(level -> level.closed(purpose, now).stream()).findFirst();
  }

  private static @Nullable Instant opening(List<Windows> levels, Purpose purpose, Instant now) {
    Instant at = now;
    for (int i = 0; i < MOST_TURNS; i++) {
      Instant next = null;
      for (Windows level : levels) {
        for (Window window : level.all) {
          Instant turn = window.turnAfter(at).orElse(null);
          if (turn != null && (next == null || turn.isBefore(next))) {
            next = turn;
          }
        }
      }
      if (next == null) {
        return null;
      }
      at = next;
      if (closed(levels, purpose, at).isEmpty()) {
        return at;
      }
    }
    return null;
  }

  /** Why it is closed for that purpose. */
  private Optional<String> closed(Purpose purpose, Instant now) {
    List<Window> denying = new ArrayList<>();
    List<Window> allowing = new ArrayList<>();
    boolean isAllowed = false;
    for (Window window : all) {
      boolean isOn = window.isOn(now);
      if (window.kind() == Window.Kind.ALLOW) {
        allowing.add(window);
        isAllowed |= isOn;
      } else if (isOn) {
        denying.add(window);
      }
    }
    if (!denying.isEmpty()) {
      return passes(denying, purpose)
          ? Optional.empty()
          : Optional.of("closed by the window " + denying.get(0));
    }
    if (allowing.isEmpty() || isAllowed || passes(allowing, purpose)) {
      return Optional.empty();
    }
    return Optional.of("closed outside the window " + allowing.get(0));
  }

  private static boolean passes(List<Window> closing, Purpose purpose) {
    Predicate<Window> lets =
        switch (purpose) {
          case CHANGE -> window -> false;
          case DRIFT -> Window::drift;
          case COMMAND -> Window::manual;
        };
    return closing.stream().allMatch(lets);
  }
}
