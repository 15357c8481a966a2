package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Order.Kind;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that people have said by commands, as the texts of a ConfigMap: {@code
 * suspend.NAMESPACE.NAME}, {@code suspend-source.SOURCE}, {@code sync.NAMESPACE.NAME}, {@code
 * sync-source.SOURCE}, {@code rollback.NAMESPACE.NAME} and {@code consent.DIGEST}, each with who,
 * when and why as JSON. A text that is no JSON is taken for the reason (a number for the revision
 * to go back to), so that an order may be written by hand.
 */
public record Orders(List<Order> all) {
  /** Nothing was said. */
  public static final Orders NONE = new Orders(List.of());

  /** A consent that nobody made use of in this time is of no use any more. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String DIGEST = "sha256:";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

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
    int dot = key.indexOf('.');
    String rest = key.substring(dot + 1);
    for (Kind kind : Kind.values()) {
      if (dot > 0 && key.substring(0, dot).equals(word(kind))) {
        return subject(kind, rest).map(subject -> order(kind, subject, text));
      }
    }
    return Optional.empty();
  }

  private static Order order(Kind kind, String subject, String text) {
    Map<String, String> told = told(text);
    if (kind == Kind.ROLLBACK && NUMBER.matcher(told.getOrDefault("reason", "")).matches()) {
      told.putIfAbsent("revision", told.remove("reason")); // written by hand
    }
    String revision = told.getOrDefault("revision", "");
    return new Order(
        kind,
        subject,
        told.getOrDefault("by", "somebody"),
        told.getOrDefault("reason", ""),
        time(told.getOrDefault("at", "")),
        NUMBER.matcher(revision).matches() ? Integer.parseInt(revision) : 0);
  }

  /** What the part of a key after the kind is about; empty where it cannot be. */
  private static Optional<String> subject(Kind kind, String rest) {
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    if (kind.isOfSource()) {
      return Optional.of(rest);
    }
    int dot = rest.indexOf('.');
    if (kind == Kind.CONSENT) {
      return dot < 0 ? Optional.of(DIGEST + rest) : Optional.empty();
    }
    // Namespaces have no dots, names of releases may.
    return dot > 0 && dot < rest.length() - 1
        ? Optional.of(rest.substring(0, dot) + "/" + rest.substring(dot + 1))
        : Optional.empty();
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
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The key that bears an order. */
  public static String key(Order order) {
    return key(order.kind(), order.subject());
  }

  private static String key(Kind kind, String subject) {
    String rest =
        kind == Kind.CONSENT && subject.startsWith(DIGEST)
            ? subject.substring(DIGEST.length())
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
    if (order.revision() > 0) {
      told.put("revision", Integer.toString(order.revision()));
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

  /** The order of that kind about that release or source. */
  Optional<Order> find(Kind kind, String subject) {
    return all.stream()
        .filter(order -> order.kind() == kind && order.subject().equals(subject))
        .findFirst();
  }

  /**
   * What suspends a release: an order about itself, or about its source.
   *
   * @return null where nothing does
   */
  @Nullable Order suspension(ReleaseId id, String source) {
    return find(Kind.SUSPEND, id.toString())
        .or(() -> find(Kind.SUSPEND_SOURCE, source))
        .orElse(null);
  }

  /** Of which sources the suspension is another than before. */
  List<Report> suspensions(Orders before, Collection<String> sources, Instant time) {
    List<Report> changed = new ArrayList<>();
    for (String source : sources) {
      Optional<Order> now = find(Kind.SUSPEND_SOURCE, source);
      if (!now.equals(before.find(Kind.SUSPEND_SOURCE, source))) {
        changed.add(new Report.SourceSuspended(source, now.map(Order::told).orElse(null), time));
      }
    }
    return changed;
  }

  /** What is done once and then withdrawn. */
  List<Order> requests() {
    return all.stream()
        .filter(order -> order.kind() == Kind.SYNC || order.kind() == Kind.SYNC_SOURCE)
        .toList();
  }

  /** Whether somebody has agreed to more, or to less, than before. */
  boolean differsInConsents(Orders before) {
    return !consents(all).equals(consents(before.all));
  }

  private static List<Order> consents(List<Order> orders) {
    return orders.stream().filter(order -> order.kind() == Kind.CONSENT).toList();
  }

  /** Whether a release is to be looked at because of what was said since. */
  boolean concern(ReleaseId id, String source, Orders before) {
    return !Objects.equals(suspension(id, source), before.suspension(id, source))
        || !find(Kind.ROLLBACK, id.toString()).equals(before.find(Kind.ROLLBACK, id.toString()));
  }

  /** Whether somebody consented to what bears the digest. */
  boolean consentsTo(String digest) {
    return all.stream()
        .anyMatch(order -> order.kind() == Kind.CONSENT && order.subject().equals(digest));
  }
}
