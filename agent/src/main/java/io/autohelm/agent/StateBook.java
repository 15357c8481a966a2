package io.autohelm.agent;

import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.reconcile.OrderBook;
import io.autohelm.agent.reconcile.Orders;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.ObjectWatches;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what people say by commands in one ConfigMap, where commands write it too. */
final class StateBook implements OrderBook {
  private static final Logger LOG = LoggerFactory.getLogger(StateBook.class);

  private final ConfigMapTexts texts;

  StateBook(ConfigMapTexts texts) {
    this.texts = texts;
  }

  @Override
  public void write(List<Order> orders) {
    texts.change(
        present -> {
          orders.forEach(order -> Orders.with(present, order));
          return present;
        });
  }

  @Override
  public void withdraw(Order.Kind kind, String subject) {
    texts.change(present -> Orders.without(present, kind, subject));
  }

  /**
   * Tells the coordinator what was said, once before this comes back, so that nobody who is
   * suspended is acted on, and after each change.
   */
  ObjectWatches.Watch tell(Coordinator coordinator) {
    try {
      coordinator.heard(Orders.of(texts.read()));
    } catch (ClusterException e) {
      LOG.warn("what was ordered by commands is not known yet: {}", e.getMessage());
    }
    // Requests that were taken are removed, which a thread of the connection must not wait for.
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "orders");
              made.setDaemon(true);
              return made;
            });
    OutageNote outage = new OutageNote("commands");
    ObjectWatches.Watch watch =
        texts.watch(
            new ConfigMapTexts.Listener() {
              @Override
              public void seen(Map<String, String> present) {
                outage.works().ifPresent(LOG::info);
                try {
                  thread.execute(() -> hear(coordinator, present));
                } catch (RejectedExecutionException e) {
                  LOG.debug("the agent is ending");
                }
              }

              @Override
              public void lost(ClusterException reason) {
                outage.failed(String.valueOf(reason.getMessage())).ifPresent(LOG::warn);
              }
            });
    return () -> {
      watch.close();
      thread.shutdownNow();
    };
  }

  private void hear(Coordinator coordinator, Map<String, String> present) {
    try {
      coordinator.heard(Orders.of(present));
    } catch (ClusterException e) {
      LOG.warn("a request stays in ConfigMap {}: {}", texts.place(), e.getMessage());
    }
  }
}
