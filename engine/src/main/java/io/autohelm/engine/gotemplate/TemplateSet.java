package io.autohelm.engine.gotemplate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Templates that can call each other by name, as a Go template and those associated with it.
 *
 * <p>Parsing changes the set and belongs to one thread; once that is over, any number of threads
 * may execute it at once. {@link #fork} makes a set that starts with these templates and can add
 * its own; it costs next to nothing, and the original can no longer change afterwards.
 */
public final class TemplateSet {
  private final Map<String, GoFunction> functions;
  private final @Nullable TemplateSet parent;
  private final Map<String, Template> own = new HashMap<>();
  private volatile boolean frozen;

  private TemplateSet(Map<String, GoFunction> functions, @Nullable TemplateSet parent) {
    this.functions = functions;
    this.parent = parent;
  }

  /** An empty set whose templates may use these functions and Go's built-in ones. */
  public static TemplateSet of(Map<String, GoFunction> functions) {
    return new TemplateSet(Map.copyOf(functions), null);
  }

  /**
   * Parses without adding.
   *
   * @param name the template's name, which messages give as the place
   * @throws TemplateException if the text is no template
   */
  public ParsedText read(String name, String text) {
    Map<String, Template> templates = Parser.parse(name, text, functions);
    Template main = templates.get(name);
    if (main == null) {
      throw new IllegalStateException("the parser lost template " + name);
    }
    return new ParsedText(main, templates);
  }

  /**
   * Adds what was read. A later template replaces an earlier one of the same name, unless the later
   * would print nothing but white space.
   */
  public void add(ParsedText text) {
    if (frozen) {
      throw new IllegalStateException("a set that was forked cannot change any more");
    }
    for (Template template : text.templates()) {
      if (!template.isEmpty() || find(template.name()) == null) {
        own.put(template.name(), template);
      }
    }
  }

  /** Reads and adds. */
  public void parse(String name, String text) {
    add(read(name, text));
  }

  /** A set with these templates that can grow by itself. */
  public TemplateSet fork() {
    frozen = true;
    return new TemplateSet(functions, this);
  }

  public boolean has(String name) {
    return find(name) != null;
  }

  @Nullable Template find(String name) {
    for (TemplateSet set = this; set != null; set = set.parent) {
      Template template = set.own.get(name);
      if (template != null) {
        return template;
      }
    }
    return null;
  }

  /**
   * Runs the template of that name.
   *
   * @param root the name of the set as a whole, for the message when there is no such template
   * @throws TemplateException if there is none, or it fails; what it had printed stays in {@code
   *     out}
   */
  public void execute(
      String root, String name, @Nullable Object data, StringBuilder out, RunSettings settings) {
    Template template = find(name);
    if (template == null) {
      throw new TemplateException(
          TemplateException.Stage.LOOKUP,
          name,
          0,
          0,
          "template: no template "
              + GoQuote.quote(name)
              + " associated with template "
              + GoQuote.quote(root),
          null);
    }
    new Run(this, out, settings).execute(template, data);
  }

  /** Runs a text that was read but need not have been added, with this set's templates at hand. */
  public void execute(
      ParsedText text, @Nullable Object data, StringBuilder out, RunSettings settings) {
    new Run(this, out, settings).execute(text.main(), data);
  }
}
