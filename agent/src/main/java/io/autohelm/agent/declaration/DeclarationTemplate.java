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
 * Jinja over the text of a declaration. Variables are plain data, a value is never itself read as a
 * template, an unknown variable is an error, output and loops are bounded.
 */
final class DeclarationTemplate {
  private static final long MAX_OUTPUT = 4L * 1024 * 1024;
  private static final int MAX_DEPTH = 10;

  /** How often the bodies of all loops of a text may run together. */
  private static final int MAX_ITERATIONS = 20_000;

  private static final Pattern QUOTED = Pattern.compile("'(\\w+)'");

  private final JinjavaConfig config;

  DeclarationTemplate() {
    config =
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
                        "include", "import", "from", "extends", "macro", "call", "cycle",
                        "unless")))
            .build();
  }

  /** The outcome: text, or a problem where {@code text} is null. */
  record Outcome(@Nullable String text, int line, String message) {}

  Outcome render(String template, Map<String, String> variables) {
    if (!template.contains("{{") && !template.contains("{%") && !template.contains("{#")) {
      return new Outcome(template, 0, "");
    }
    BoundedFor loops = new BoundedFor(MAX_ITERATIONS);
    Jinjava jinjava = new Jinjava(config);
    jinjava.getGlobalContext().registerTag(loops);
    RenderResult result = jinjava.renderForResult(template, variables);
    if (loops.exceededAt() > 0) {
      return new Outcome(
          null,
          loops.exceededAt(),
          "the loops of this file run more than " + MAX_ITERATIONS + " times together");
    }
    List<TemplateError> errors = result.getErrors();
    for (TemplateError error : errors) {
      if (error.getSeverity() == ErrorType.FATAL || error.getSeverity() == ErrorType.WARNING) {
        return new Outcome(null, line(error, template), error.getMessage());
      }
    }
    return new Outcome(result.getOutput(), 0, "");
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
