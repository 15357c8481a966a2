package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Order.Kind;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that people have said by commands, as the texts of a ConfigMap: {@code
 * suspend.NAMESPACE.NAME}, {@code sync.NAMESPACE.NAME} and {@code consent.DIGEST}, each with who,
 * when and why as JSON. A text that is no JSON is taken for the reason, so that an order may be
 * written by hand.
 */
public record Orders(List<Order> all) {
  /** Nothing was said. */
  public static final Orders NONE = new Orders(List.of());

  /** A consent that nobody made use of in this time is of no use any more. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String DIGEST = "sha256:";

  public Orders {
    all =
        all.stream()
            .sorted(Comparator.comparing(Order::kind).thenComparing(Order::subject))
            .toList();
  }

  /** Reads the texts; what is no order is passed over. */
  public static Orders of(Map<String, String> texts) {
    List<Order> orders = new ArrayList<>();
    texts.forEach((key, text) -> order(key, text).ifPresent(orders::add));
    return new Orders(orders);
  }

  private static Optional<Order> order(String key, String text) {
    String[] parts = key.split("\\.", 3);
    for (Kind kind : Kind.values()) {
      if (parts[0].equals(word(kind))) {
        boolean isDigest = kind == Kind.CONSENT && parts.length == 2;
        boolean isRelease = kind != Kind.CONSENT && parts.length == 3;
        if (isDigest || isRelease) {
          String subject = isDigest ? DIGEST + parts[1] : parts[1] + "/" + parts[2];
          Map<String, String> told = told(text);
          return Optional.of(
              new Order(
                  kind,
                  subject,
                  told.getOrDefault("by", "somebody"),
                  told.getOrDefault("reason", ""),
                  time(told.getOrDefault("at", ""))));
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> told(String text) {
    Map<String, String> told = new TreeMap<>();
    try {
      if (Json.parseExact(text) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> told.put(String.valueOf(key), String.valueOf(value)));
        return told;
      }
    } catch (YamlException e) {
      // Written by hand.
    }
    told.put("reason", text.strip());
    return told;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The key that bears an order. */
  public static String key(Order order) {
    return key(order.kind(), order.subject());
  }

  private static String key(Kind kind, String subject) {
    String rest =
        kind == Kind.CONSENT
            ? subject.startsWith(DIGEST) ? subject.substring(DIGEST.length()) : subject
            : subject.replaceFirst("/", ".");
    return word(kind) + "." + rest;
  }

  /**
   * The texts with one more order, or with another in its place.
   *
   * @param texts is changed
   */
  public static Map<String, String> with(Map<String, String> texts, Order order) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("by", order.by());
    told.put("at", order.at().toString());
    if (!order.reason().isEmpty()) {
      told.put("reason", order.reason());
    }
    texts.put(key(order.kind(), order.subject()), Json.print(told));
    for (Order old : of(texts).all()) {
      boolean isWritten = old.at().isAfter(Instant.EPOCH);
      if (old.kind() == Kind.CONSENT && isWritten && old.at().plus(KEPT).isBefore(order.at())) {
        texts.remove(key(old.kind(), old.subject()));
      }
    }
    return texts;
  }

  /**
   * The texts without an order.
   *
   * @param texts is changed
   */
  public static Map<String, String> without(Map<String, String> texts, Kind kind, String subject) {
    texts.remove(key(kind, subject));
    return texts;
  }

  /** The order of that kind for that release. */
  Optional<Order> find(Kind kind, ReleaseId id) {
    return all.stream()
        .filter(order -> order.kind() == kind && order.subject().equals(id.toString()))
        .findFirst();
  }

  /** Whether somebody has agreed to more, or to less, than before. */
  boolean differsInConsents(Orders before) {
    return !consents(all).equals(consents(before.all));
  }

  private static List<Order> consents(List<Order> orders) {
    return orders.stream().filter(order -> order.kind() == Kind.CONSENT).toList();
  }

  /** The releases whose suspension differs from what was said before. */
  Set<ReleaseId> concerned(Orders before) {
    Set<Order> changed = new HashSet<>(all);
    before.all.forEach(order -> toggle(changed, order));
    Set<ReleaseId> concerned = new TreeSet<>();
    for (Order order : changed) {
      if (order.kind() == Kind.SUSPEND) {
        concerned.add(ReleaseId.parse(order.subject()));
      }
    }
    return concerned;
  }

  private static void toggle(Set<Order> orders, Order order) {
    if (!orders.remove(order)) {
      orders.add(order);
    }
  }

  /** Whether somebody consented to what bears the digest. */
  boolean consentsTo(String digest) {
    return all.stream()
        .anyMatch(order -> order.kind() == Kind.CONSENT && order.subject().equals(digest));
  }
}
