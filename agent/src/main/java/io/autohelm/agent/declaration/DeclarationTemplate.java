package io.autohelm.agent.declaration;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Jinja over the texts of one declaration. Variables are plain data, a value is never itself read
 * as a template, an unknown variable is an error; output and loops are bounded, over all texts
 * together.
 */
final class DeclarationTemplate {
  private static final long MAX_OUTPUT = 4L * 1024 * 1024;
  private static final long MAX_OUTPUT_OF_ALL = 8 * MAX_OUTPUT;
  private static final int MAX_DEPTH = 10;

  /** How often the bodies of all loops of all texts may run together. */
  private static final int MAX_ITERATIONS = 20_000;

  private static final Pattern QUOTED = Pattern.compile("'(\\w+)'");
  private static final int MOST_NAMES = 10;

  /** What Jinjava puts before some of its messages. */
  private static final Pattern JAVA_NAME = Pattern.compile("^[A-Z]\\w*Exception: ");

  /** An expression that begins with a point is one of Go's. */
  private static final Pattern GO_TEMPLATE = Pattern.compile("^Error parsing '-?\\s*\\.");

  private static final Pattern UNKNOWN = Pattern.compile("Unknown token found: (\\w+)");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
  private static final Pattern EXPRESSION = Pattern.compile("\\s*\\{\\{([^{}]*)}}\\s*");

  /** What the value of an expression is called while it is worked out. */
  private static final String VALUE = "autohelm_value";

  private static final JinjavaConfig CONFIG =
      JinjavaConfig.newBuilder()
          .withNestedInterpretationEnabled(false)
          .withFailOnUnknownTokens(true)
          .withMaxOutputSize(MAX_OUTPUT)
          .withMaxStringLength(MAX_OUTPUT)
          .withMaxRenderDepth(MAX_DEPTH)
          .withRangeLimit(1000)
          .withMaxListSize(10_000)
          .withMaxMapSize(10_000)
          .withDisabled(
              Map.of(
                  Context.Library.TAG,
                  Set.of(
                      "include", "import", "from", "extends", "macro", "call", "cycle", "unless")))
          .build();

  private final BoundedFor loops = new BoundedFor(MAX_ITERATIONS);
  private final Engine engine;
  private long output;

  /** What is costly to make: one serves many declarations, one after the other. */
  static final class Engine {
    private @Nullable Jinjava jinjava;

    private Jinjava with(BoundedFor loops) {
      Jinjava made = jinjava == null ? new Jinjava(CONFIG) : jinjava;
      made.getGlobalContext().registerTag(loops);
      jinjava = made;
      return made;
    }
  }

  DeclarationTemplate() {
    this(new Engine());
  }

  DeclarationTemplate(Engine engine) {
    this.engine = engine;
  }

  /** The outcome: text, or a problem where {@code text} is null. */
  record Outcome(@Nullable String text, int line, String message) {}

  /** What an expression stands for, or a problem where {@code message} is not empty. */
  record Value(@Nullable Object value, String message) {}

  static boolean isTemplate(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }

  /** Whether the text is one expression and nothing else. */
  static boolean isExpression(String text) {
    return EXPRESSION.matcher(text).matches();
  }

  Outcome render(String template, Map<String, ?> variables) {
    if (!isTemplate(template)) {
      return new Outcome(template, 0, "");
    }
    RenderResult result = engine.with(loops).renderForResult(template, variables);
    if (loops.exceededAt() > 0) {
      return new Outcome(
          null,
          loops.exceededAt(),
          "the loops of this declaration run more than " + MAX_ITERATIONS + " times together");
    }
    TemplateError error = first(result.getErrors());
    if (error != null) {
      return new Outcome(null, line(error, template), message(error, variables));
    }
    String text = result.getOutput();
    output += text.length();
    return output > MAX_OUTPUT_OF_ALL
        ? new Outcome(null, 1, "all that is rendered comes to more than 32 MiB")
        : new Outcome(text, 0, "");
  }

  /** The value of a text that is one expression: a number stays one, a table a table. */
  Value evaluate(String text, Map<String, ?> variables) {
    Matcher expression = EXPRESSION.matcher(text);
    if (!expression.matches()) {
      throw new IllegalArgumentException("not an expression: " + text);
    }
    Object known = field(expression.group(1).strip(), variables);
    if (known != null) {
      return new Value(known, "");
    }
    RenderResult result =
        engine
            .with(loops)
            .renderForResult("{% set " + VALUE + " = " + expression.group(1) + " %}", variables);
    TemplateError error = first(result.getErrors());
    if (error != null) {
      return new Value(null, message(error, variables));
    }
    Object value = result.getContext().get(VALUE);
    return value == null
        ? new Value(null, unknown(expression.group(1).strip(), variables))
        : new Value(value, "");
  }

  /**
   * What a path of names stands for, which most expressions are; null where it is anything else.
   */
  private static @Nullable Object field(String path, Map<String, ?> variables) {
    Object found = variables;
    if (!FIELD.matcher(path).matches()) {
      return null;
    }
    for (String name : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found;
  }

  private static String message(TemplateError error, Map<String, ?> variables) {
    String message = String.valueOf(error.getMessage());
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      return unknown(unknown.group(1), variables);
    }
    return JAVA_NAME.matcher(message).replaceFirst("")
        + (GO_TEMPLATE.matcher(message).find()
            ? "; what the chart itself shall render must stand between {% raw %} and {% endraw %}"
            : "");
  }

  private static String unknown(String name, Map<String, ?> variables) {
    return "unknown variable "
        + name
        + Suggestions.nearest(name, variables.keySet())
            .filter(near -> !near.equals(name))
            .map(near -> "; did you mean " + near + "?")
            .orElseGet(
                () ->
                    variables.isEmpty()
                        ? "; no variables are given"
                        : "; there are "
                            + String.join(
                                ", ",
                                variables.keySet().stream().sorted().limit(MOST_NAMES).toList()));
  }

  private static @Nullable TemplateError first(List<TemplateError> errors) {
    for (TemplateError error : errors) {
      if (error.getSeverity() == ErrorType.FATAL || error.getSeverity() == ErrorType.WARNING) {
        return error;
      }
    }
    return null;
  }

  /** From which lines of the template the lines of what it was rendered to come. */
  static RenderedLines lines(String source, String rendered, Map<String, ?> variables) {
    if (RenderedLines.isLineByLine(source, rendered)) {
      return RenderedLines.same(source, rendered);
    }
    Outcome marked = new DeclarationTemplate().render(RenderedLines.marked(source), variables);
    return marked.text() == null
        ? RenderedLines.same(source, rendered)
        : RenderedLines.of(source, rendered, marked.text());
  }

  /** Of what is disabled Jinjava tells the name, in quotes, but not the line. */
  private static int line(TemplateError error, String template) {
    Matcher quoted = QUOTED.matcher(String.valueOf(error.getMessage()));
    if (error.getLineno() > 0 || !quoted.find()) {
      return Math.max(0, error.getLineno());
    }
    Pattern use = Pattern.compile("\\{[%{].*\\b" + Pattern.quote(quoted.group(1)) + "\\b");
    int number = 0;
    for (String line : template.split("\n", -1)) {
      number++;
      if (use.matcher(line).find()) {
        return number;
      }
    }
    return 0;
  }
}
