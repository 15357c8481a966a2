package io.autohelm.engine.gotemplate;

import java.util.Collection;
import java.util.Map;

/** A text that was parsed: its own template and those that it defines. It never changes. */
public final class ParsedText {
  private final Template main;
  private final Map<String, Template> templates;

  ParsedText(Template main, Map<String, Template> templates) {
    this.main = main;
    this.templates = templates;
  }

  Template main() {
    return main;
  }

  Collection<Template> templates() {
    return templates.values();
  }
}
