package io.autohelm.agent.reconcile;

/** Listens to reports. Called by many threads; must be quick and must not throw. */
public interface Reports {
  void tell(Report report);
}
