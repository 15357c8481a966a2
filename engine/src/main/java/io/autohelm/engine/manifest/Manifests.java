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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rendered text to documents: Helm's SplitManifests and SortManifests. */
public final class Manifests {
  private static final String MARK = "---";

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
    String text = stripLeading(stream);
    int start = 0;
    for (int mark = nextMark(text, 0); mark >= 0; mark = nextMark(text, start)) {
      add(documents, text.substring(start, mark));
      start = mark + MARK.length();
      while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
        start++;
      }
    }
    add(documents, text.substring(start));
    return documents;
  }

  private static void add(List<String> documents, String document) {
    String text = stripLeading(document);
    if (!text.isEmpty()) {
      documents.add(text);
    }
  }

  /** Where the next mark begins a line, or -1. */
  private static int nextMark(String text, int from) {
    int mark = text.indexOf(MARK, from);
    while (mark > 0 && text.charAt(mark - 1) != '\n') {
      mark = text.indexOf(MARK, mark + 1);
    }
    return mark;
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
    return sort(rendered, order, unknown, UnaryOperator.identity());
  }

  /**
   * Like {@link #sort(Map, Comparator, Consumer)}.
   *
   * @param change what becomes of each document before it is sorted; an empty text drops it
   */
  public static Sorted sort(
      Map<String, String> rendered,
      Comparator<String> order,
      Consumer<String> unknown,
      UnaryOperator<String> change) {
    List<Hook> hooks = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    new TreeMap<>(rendered)
        .forEach(
            (source, content) -> {
              if (source.substring(source.lastIndexOf('/') + 1).startsWith("_")) {
                return;
              }
              for (String text : split(content)) {
                String document = change.apply(text);
                if (document.isEmpty()) {
                  continue;
                }
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
      return Head.of(Yaml.parseSome(document, Head.KEYS));
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
