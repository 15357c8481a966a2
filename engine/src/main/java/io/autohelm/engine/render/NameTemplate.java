package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.RunSettings;
import io.autohelm.engine.gotemplate.TemplateException;
import io.autohelm.engine.gotemplate.TemplateSet;
import io.autohelm.engine.sprig.SprigFunctions;
import java.security.SecureRandom;
import java.time.Clock;

/** A template by which a release is named, Helm's {@code --name-template}. */
public final class NameTemplate {
  private static final String NAME = "name-template";

  private NameTemplate() {}

  /**
   * The name that the template gives. It has the functions of Sprig and no data.
   *
   * @throws RenderException when it is no template or fails, in Go's words
   */
  public static String render(String template, Clock clock, SecureRandom random) {
    if (template.isEmpty()) {
      return "";
    }
    try {
      TemplateSet set = TemplateSet.of(new SprigFunctions(clock, random).table());
      set.parse(NAME, template);
      StringBuilder name = new StringBuilder();
      set.execute(NAME, NAME, null, name, RunSettings.PLAIN);
      return name.toString();
    } catch (TemplateException e) {
      throw new RenderException(String.valueOf(e.getMessage()), e);
    }
  }
}
