package io.autohelm.agent.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hides values of Secrets in texts for people: a chart's schema, a template or the API server may
 * quote them. Short ones are left, for they would hide half of every text and tell nothing.
 */
public final class Redaction {
  private static final int SHORTEST = 4;
  private static final Set<String> COMMON = Set.of("true", "false", "null", "none", "default");
  private static final String HIDDEN = "(hidden)";

  /** Hides nothing. */
  public static final Redaction NONE = new Redaction(List.of());

  private final List<String> words;

  private Redaction(Collection<String> words) {
    this.words = words.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** Hides every leaf of these trees, and the texts themselves. */
  public static Redaction of(Collection<? extends @Nullable Object> trees) {
    Set<String> words = new LinkedHashSet<>();
    trees.forEach(tree -> collect(tree, words));
    return words.isEmpty() ? NONE : new Redaction(words);
  }

  private static void collect(@Nullable Object tree, Set<String> words) {
    if (tree instanceof Map<?, ?> map) {
      map.values().forEach(value -> collect(value, words));
    } else if (tree instanceof Iterable<?> list) {
      list.forEach(value -> collect(value, words));
    } else if (tree instanceof String text) {
      add(text, words);
      add(text.strip(), words);
      text.lines().forEach(line -> add(line.strip(), words));
    } else if (tree instanceof Double number && number == Math.rint(number)) {
      add(Long.toString(number.longValue()), words);
    } else if (tree instanceof Number number) {
      add(number.toString(), words);
    }
  }

  private static void add(String word, Set<String> words) {
    if (word.length() >= SHORTEST && !COMMON.contains(word)) {
      words.add(word);
      words.add(Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)));
      String escaped = word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      words.add(escaped);
    }
  }

  /** The text with every hidden word replaced. */
  public String over(String text) {
    String shown = text;
    for (String word : words) {
      shown = shown.replace(word, HIDDEN);
    }
    return shown;
  }
}
