package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.Nullable;

/** Failures of an execution in Go's words, with the place where it stood. */
final class Faults {
  private Faults() {}

  /**
   * A failure.
   *
   * @param at null before the first node
   */
  static TemplateException of(
      Template template, @Nullable Node at, String message, @Nullable Throwable cause) {
    if (at == null) {
      return new TemplateException(
          TemplateException.Stage.EXECUTE,
          template.name(),
          0,
          0,
          "template: " + template.name() + ": " + message,
          cause);
    }
    int line = template.line(at);
    int column = template.column(at);
    return new TemplateException(
        TemplateException.Stage.EXECUTE,
        template.parseName(),
        line,
        column,
        "template: "
            + template.parseName()
            + ":"
            + line
            + ":"
            + column
            + ": executing "
            + GoQuote.quote(template.name())
            + " at <"
            + at.source()
            + ">: "
            + message,
        cause);
  }
}
