package io.autohelm.agent;

import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.engine.kube.LeaderElection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the duty of a leader begin and end with the lead. While this replica does not lead, the
 * connection to the cluster refuses whatever would change anything.
 */
final class Leadership implements LeaderElection.Listener, AutoCloseable {
  private final Duty.Means means;
  private final Reception reception;
  private volatile @Nullable LeaderElection election;
  private volatile @Nullable Duty duty;
  private volatile boolean isClosing;

  Leadership(Duty.Means means, Reception reception) {
    this.means = means;
    this.reception = reception;
  }

  /** Leads at once where there is no other replica, else when it is elected. */
  void begin() {
    LeaderElectionSettings settings = means.settings().leaderElection();
    if (!settings.enabled()) {
      leads();
      return;
    }
    LeaderElection made =
        means
            .connection()
            .election(
                means.actor(),
                settings.namespace() == null
                    ? means.settings().stateNamespace()
                    : settings.namespace(),
                settings.terms(),
                this);
    election = made;
    follows("", "");
    means.connection().fence(made);
    made.start();
  }

  /** Whether another replica leads, or may. */
  boolean isStandingBy() {
    return duty == null;
  }

  /** Empty while this replica stands by. */
  Optional<Coordinator> coordinator() {
    Duty now = duty;
    return now == null ? Optional.empty() : Optional.of(now.coordinator());
  }

  @Override
  public void leads() {
    if (isClosing) {
      return;
    }
    LeaderElection now = election;
    tell(true, now == null ? "" : now.name(), "");
    Duty begun = Duty.begin(means);
    duty = begun;
    reception.lead(begun.coordinator());
  }

  @Override
  public void stops(String why) {
    Duty ended = duty;
    if (ended != null) {
      ended.abandon(why);
      reception.standBy();
      ended.close();
      duty = null;
    }
    tell(false, "", why);
  }

  @Override
  public void follows(String leader, String trouble) {
    tell(false, leader, trouble);
  }

  private void tell(boolean leads, String leader, String trouble) {
    means
        .shown()
        .tell(new Report.LeadershipChanged(leads, leader, trouble, means.clock().instant()));
  }

  /** Lets running actions come to their end, then another replica lead. */
  @Override
  public void close() {
    isClosing = true;
    Duty ended = duty;
    if (ended != null) {
      ended.close();
    }
    LeaderElection now = election;
    if (now != null) {
      now.close();
    }
    Duty late = duty; // begun in the same moment
    if (late != null) {
      late.close();
    }
  }
}
