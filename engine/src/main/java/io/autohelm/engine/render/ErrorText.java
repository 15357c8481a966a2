package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's template errors put into the words that Helm shows to its users. */
final class ErrorText {
  /** What {@code fail} and {@code required} put around their message, to find it again. */
  private static final String WARNING_START = "HELM_ERR_START";

  private static final String WARNING_END = "HELM_ERR_END";

  private record Trace(String location, String message, String function) {
    void print(StringBuilder out) {
      if (!location.isEmpty()) {
        out.append(location).append("\n  ");
      }
      if (!function.isEmpty()) {
        out.append(function).append("\n    ");
      }
      if (!message.isEmpty()) {
        out.append(message).append('\n');
      }
    }
  }

  private ErrorText() {}

  static String warning(String message) {
    return WARNING_START + message + WARNING_END;
  }

  static String ofParsing(TemplateException e) {
    String[] tokens = e.getMessage().split(": ", -1);
    return "parse error at (" + tokens[1] + "): " + tokens[tokens.length - 1];
  }

  static String ofExecuting(TemplateException e) {
    String text = e.getMessage();
    if (e.stage() == TemplateException.Stage.LOOKUP) {
      return text;
    }
    String[] tokens = text.split(": ", 3);
    int start = tokens[2].indexOf(WARNING_START);
    int end = tokens[2].lastIndexOf(WARNING_END);
    if (start >= 0 && end >= start + WARNING_START.length()) {
      return "execution error at ("
          + tokens[1]
          + "): "
          + tokens[2].substring(start + WARNING_START.length(), end);
    }
    List<Trace> traces = new ArrayList<>();
    for (Throwable at = e; at != null; at = at.getCause()) {
      Trace trace = trace(String.valueOf(at.getMessage()));
      if (trace == null) {
        return text;
      }
      if (traces.isEmpty() || !traces.get(traces.size() - 1).equals(trace)) {
        traces.add(trace);
      }
    }
    StringBuilder out = new StringBuilder();
    traces.forEach(trace -> trace.print(out));
    return out.toString().strip();
  }

  private static @Nullable Trace trace(String text) {
    String prefix = "template: ";
    if (!text.startsWith(prefix)) {
      return null;
    }
    String rest = text.substring(prefix.length());
    if (rest.startsWith("no template ")) {
      return new Trace("", text, "");
    }
    Trace executing = executing(rest);
    if (executing != null) {
      return executing;
    }
    int split = rest.lastIndexOf(": ");
    return split < 0
        ? null
        : new Trace(rest.substring(0, split), firstOf(rest.substring(split + 2)), "");
  }

  /** {@code LOCATION: executing "NAME" at <NODE>: MESSAGE}, perhaps with another error after it. */
  private static @Nullable Trace executing(String rest) {
    int word = rest.indexOf(": executing ");
    if (word < 0) {
      return null;
    }
    String after = rest.substring(word + ": executing ".length());
    int quote = after.indexOf('"', 1);
    if (!after.startsWith("\"") || quote < 0 || !after.startsWith(" at <", quote + 1)) {
      return null;
    }
    String node = after.substring(quote + 1 + " at <".length());
    int end = node.indexOf(">: ");
    if (end < 0) {
      return null;
    }
    String function =
        "executing \"" + after.substring(1, quote) + "\" at <" + node.substring(0, end) + ">:";
    return new Trace(rest.substring(0, word), firstOf(node.substring(end + 3)), function);
  }

  private static String firstOf(String message) {
    int next = message.indexOf(" template:");
    return next < 0 ? message : message.substring(0, next);
  }
}
