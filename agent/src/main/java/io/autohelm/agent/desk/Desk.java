package io.autohelm.agent.desk;

import io.autohelm.agent.reconcile.Order;

/** Where orders go. */
public interface Desk {
  /**
   * Keeps an order.
   *
   * @throws io.autohelm.engine.action.ClusterException when it cannot be kept
   */
  void order(Order order);

  /**
   * Takes an order back.
   *
   * @throws io.autohelm.engine.action.ClusterException when that cannot be kept
   */
  void withdraw(Order.Kind kind, String subject);
}
