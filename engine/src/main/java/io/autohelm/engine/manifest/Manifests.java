package io.autohelm.engine.manifest;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rendered text to documents: Helm's SplitManifests and SortManifests. */
public final class Manifests {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---[ \\t]*", Pattern.UNIX_LINES);

  private Manifests() {}

  /**
   * What rendered templates come to: hooks and the release's own documents, each in the order asked
   * for.
   */
  public record Sorted(List<Hook> hooks, List<Manifest> manifests) {
    public Sorted {
      hooks = List.copyOf(hooks);
      manifests = List.copyOf(manifests);
    }
  }

  /**
   * Cuts a stream at its separators. Empty documents go, white space before a document too, behind
   * it stays.
   */
  public static List<String> split(String stream) {
    List<String> documents = new ArrayList<>();
    for (String document : SEPARATOR.split(stripLeading(stream), -1)) {
      String text = stripLeading(document);
      if (!text.isEmpty()) {
        documents.add(text);
      }
    }
    return documents;
  }

  /** Go's idea of white space is Unicode's White_Space property, Java's strip misses two of it. */
  private static String stripLeading(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  private static boolean isSpace(char c) {
    return (Character.isWhitespace(c) && (c < 0x1c || c > 0x1f))
        || c == 0x85
        || c == 0xA0
        || c == 0x2007
        || c == 0x202F;
  }

  /**
   * Sorts rendered templates into hooks and documents.
   *
   * @param rendered text by template name; partials and blank texts are passed over
   * @param order {@link KindOrder#INSTALL} or {@link KindOrder#UNINSTALL}
   * @throws ManifestException when a document is not YAML; the message names the template
   */
  public static Sorted sort(Map<String, String> rendered, Comparator<String> order) {
    return sort(rendered, order, unknown -> {});
  }

  /**
   * Like {@link #sort(Map, Comparator)}.
   *
   * @param unknown takes the hook annotation of each document that is dropped because it names an
   *     event that Helm does not know
   */
  public static Sorted sort(
      Map<String, String> rendered, Comparator<String> order, Consumer<String> unknown) {
    List<Hook> hooks = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    new TreeMap<>(rendered)
        .forEach(
            (source, content) -> {
              if (source.substring(source.lastIndexOf('/') + 1).startsWith("_")) {
                return;
              }
              for (String document : split(content)) {
                Head head = head(source, document);
                if (head.annotations().containsKey(Annotations.HOOK)) {
                  Optional<Hook> hook = hook(source, document, head);
                  hook.ifPresent(hooks::add);
                  if (hook.isEmpty()) {
                    unknown.accept(String.valueOf(head.annotations().get(Annotations.HOOK)));
                  }
                } else {
                  manifests.add(new Manifest(source, document, head));
                }
              }
            });
    hooks.sort(Comparator.comparing(Hook::kind, order));
    manifests.sort(Comparator.comparing(manifest -> manifest.head().kind(), order));
    return new Sorted(hooks, manifests);
  }

  private static Head head(String source, String document) {
    try {
      return Head.of(Yaml.parse(document));
    } catch (YamlException | ManifestException e) {
      throw new ManifestException("YAML parse error on " + source + ": " + e.getMessage(), e);
    }
  }

  /** Empty for a hook with an event that Helm does not know: it is dropped, as Helm drops it. */
  private static Optional<Hook> hook(String source, String document, Head head) {
    List<HookEvent> events = new ArrayList<>();
    for (String name : list(head.annotations().get(Annotations.HOOK))) {
      Optional<HookEvent> event = HookEvent.of(name);
      if (event.isEmpty()) {
        return Optional.empty();
      }
      events.add(event.get());
    }
    return Optional.of(
        new Hook(
            head.name(),
            head.kind(),
            source,
            document,
            events,
            weight(head.annotations().getOrDefault(Annotations.HOOK_WEIGHT, "")),
            list(head.annotations().get(Annotations.HOOK_DELETE_POLICY)),
            list(head.annotations().get(Annotations.HOOK_OUTPUT_LOG_POLICY))));
  }

  private static List<String> list(@Nullable String annotation) {
    if (annotation == null) {
      return List.of();
    }
    List<String> items = new ArrayList<>();
    for (String item : annotation.split(",", -1)) {
      items.add(item.strip().toLowerCase(Locale.ROOT));
    }
    return items;
  }

  private static int weight(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
