package io.autohelm.engine.render;

import io.autohelm.engine.cache.Recent;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.gotemplate.ParsedText;
import io.autohelm.engine.gotemplate.TemplateException;
import io.autohelm.engine.gotemplate.TemplateSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A chart's templates, parsed. They do not change, so one serves any number of renders at once;
 * whoever holds it also holds the memory of texts that {@code tpl} has met.
 */
public final class ParsedTemplates {
  /** The name that Helm gives its template group; errors inside {@code tpl} show it. */
  static final String ROOT = "gotpl";

  /** Characters of the texts of {@code tpl} that are kept parsed. */
  private static final int TEXTS = 128 * 1024;

  /** What a text costs beside its characters, in characters. */
  private static final int EACH_TEXT = 64;

  /** Helm's order: deep paths first, and in a folder from the end of the alphabet. */
  private static final Comparator<String> ORDER =
      Comparator.comparingLong(ParsedTemplates::depth).thenComparing(GoStrings::compare).reversed();

  private final TemplateSet set;
  private final List<String> names;
  private final Recent<String, ParsedText> texts =
      new Recent<>(TEXTS, text -> text.length() + EACH_TEXT);

  private ParsedTemplates(TemplateSet set, List<String> names) {
    this.set = set;
    this.names = names;
  }

  private static long depth(String name) {
    return name.chars().filter(c -> c == '/').count();
  }

  /**
   * Parses in Helm's order, so that of two definitions of one name the same wins as in Helm.
   *
   * @param functions all that templates may call, {@link HelmFunctions#table} as a rule
   * @throws RenderException if one is no template
   */
  public static ParsedTemplates parse(
      Map<String, GoFunction> functions, Collection<TemplateSource> sources) {
    List<TemplateSource> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparing(TemplateSource::name, ORDER));
    TemplateSet set = TemplateSet.of(functions);
    List<String> names = new ArrayList<>();
    for (TemplateSource source : sorted) {
      try {
        set.parse(source.name(), source.text());
      } catch (TemplateException e) {
        throw new RenderException(ErrorText.ofParsing(e), e);
      }
      names.add(source.name());
    }
    return new ParsedTemplates(set, List.copyOf(names));
  }

  /** All names, in the order in which they are rendered; partials among them. */
  List<String> names() {
    return names;
  }

  TemplateSet set() {
    return set;
  }

  /** A text for {@code tpl}, parsed now or before. */
  ParsedText text(String text) {
    return texts.get(text, missing -> set.read(ROOT, missing));
  }
}
