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
    texts.change(
        present ->
            given.verb() == Verb.RESUME
                ? Orders.without(present, Order.Kind.SUSPEND, given.subject())
                : Orders.with(present, order(given)));
    return given.verb() == Verb.RESUME ? null : Orders.key(order(given));
  }

  private static Order order(Given given) {
    return switch (given.verb()) {
      case APPROVE -> Order.consent(given.subject(), given.by(), given.reason(), given.at());
      case RECONCILE -> Order.sync(ReleaseId.parse(given.subject()), given.by(), given.at());
      default ->
          Order.suspend(ReleaseId.parse(given.subject()), given.by(), given.reason(), given.at());
    };
  }
}
