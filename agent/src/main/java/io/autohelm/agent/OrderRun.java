package io.autohelm.agent;

import io.autohelm.agent.cli.Ordering;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.reconcile.Orders;
import io.autohelm.engine.kube.ConfigMapTexts;
import org.jspecify.annotations.Nullable;

/** Writes orders as the agent reads them. */
final class OrderRun implements Ordering {
  @Override
  public @Nullable String write(ConfigMapTexts texts, Given given) {
    if (given.verb() == Verb.RESUME) {
      Order.Kind kind = given.isOfSource() ? Order.Kind.SUSPEND_SOURCE : Order.Kind.SUSPEND;
      texts.change(present -> Orders.without(present, kind, given.subject()));
      return null;
    }
    Order order = given.isOfSource() ? ofSource(given) : ofRelease(given);
    texts.change(present -> Orders.with(present, order));
    return Orders.key(order);
  }

  private static Order ofSource(Given given) {
    return given.verb() == Verb.RECONCILE
        ? Order.syncSource(given.subject(), given.by(), given.at())
        : Order.suspendSource(given.subject(), given.by(), given.reason(), given.at());
  }

  private static Order ofRelease(Given given) {
    if (given.verb() == Verb.APPROVE) {
      return Order.consent(given.subject(), given.by(), given.reason(), given.at());
    }
    ReleaseId id = ReleaseId.parse(given.subject());
    return switch (given.verb()) {
      case RECONCILE -> Order.sync(id, given.by(), given.at());
      case ROLLBACK -> Order.rollback(id, given.revision(), given.by(), given.reason(), given.at());
      default -> Order.suspend(id, given.by(), given.reason(), given.at());
    };
  }
}
