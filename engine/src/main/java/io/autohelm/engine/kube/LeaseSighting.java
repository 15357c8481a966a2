package io.autohelm.engine.kube;

import java.time.Duration;

/**
 * What one candidate has seen of the Lease of an election. As client-go does, it measures by its
 * own clock for how long the Lease has not changed, and does not believe the times that are written
 * in it: clocks of machines may differ by any amount.
 *
 * @param state as it was read last
 * @param since when that was first seen, by a clock that only goes forward, in nanoseconds
 */
record LeaseSighting(LeaseState state, long since) {
  /** What a candidate does next. */
  enum Move {
    /** Another one leads. */
    FOLLOW,
    /** Nobody leads, or whoever did has not said so for too long. */
    TAKE,
    /** It leads itself. */
    RENEW
  }

  /** What was read now; what is as before is as old as before. */
  LeaseSighting next(LeaseState read, long now) {
    return new LeaseSighting(read, said(read).equals(said(state)) ? since : now);
  }

  /** Without what somebody else may change of its metadata. */
  private static LeaseState said(LeaseState state) {
    return new LeaseState(
        state.holder(),
        state.duration(),
        state.acquired(),
        state.renewed(),
        state.transitions(),
        state.uid(),
        "");
  }

  Move move(String identity, long now) {
    if (state.holder().equals(identity)) {
      return Move.RENEW;
    }
    Duration patience = state.duration().isZero() ? Duration.ofSeconds(1) : state.duration();
    boolean isSilent = now - since >= patience.toNanos();
    return state.holder().isEmpty() || isSilent ? Move.TAKE : Move.FOLLOW;
  }
}
