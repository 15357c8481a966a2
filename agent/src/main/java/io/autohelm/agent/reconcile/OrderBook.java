package io.autohelm.agent.reconcile;

import java.util.List;

/**
 * Keeps what people say by commands, across restarts. Whoever implements it tells {@link
 * Coordinator#heard} of every change.
 */
public interface OrderBook {
  /** Nothing is kept: what is said is forgotten with the process. */
  OrderBook NONE =
      new OrderBook() {
        @Override
        public void write(List<Order> orders) {}

        @Override
        public void withdraw(Order.Kind kind, String subject) {}
      };

  /**
   * Keeps orders, each in place of another of its kind for its subject.
   *
   * @throws io.autohelm.engine.action.ClusterException when it cannot be kept
   */
  void write(List<Order> orders);

  /**
   * Forgets an order; one that there is not is no error.
   *
   * @throws io.autohelm.engine.action.ClusterException when it cannot be forgotten
   */
  void withdraw(Order.Kind kind, String subject);
}
