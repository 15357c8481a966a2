package io.autohelm.agent.plan;

import io.autohelm.agent.diff.FieldDiff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan for people at a terminal. */
public final class PlanText {
  private static final int WIDEST = 60;
  private static final String NOTHING = "(none)";

  private final boolean isColoured;
  private final StringBuilder text = new StringBuilder();

  private PlanText(boolean isColoured) {
    this.isColoured = isColoured;
  }

  /**
   * The plan in lines. Errors are not in it but for their number: they go where errors go.
   *
   * @param isColoured whether additions are green, changes yellow and removals red
   */
  public static String of(SyncPlan plan, boolean isColoured) {
    PlanText printed = new PlanText(isColoured);
    plan.releases().stream().filter(release -> release.error().isEmpty()).forEach(printed::release);
    printed.line("", "", plan.summary());
    return printed.text.toString();
  }

  private void release(ReleasePlan release) {
    line(
        "",
        release.sign(),
        "release "
            + release.id()
            + (release.charts().isEmpty() ? "" : " (" + release.charts() + ")")
            + ": "
            + release.action()
            + ", "
            + release.reason());
    for (ReleasePlan.Wait wait : release.waits()) {
      line(
          "    ",
          "!",
          wait.reason() + (wait.until().isEmpty() ? "" : " (until " + wait.until() + ")"));
    }
    if (release.isChange()) {
      if (!release.digest().isEmpty()) {
        line("    ", "", "plan " + release.digest());
      }
      if (!release.dependsOn().isEmpty()) {
        line("    ", "", "after " + String.join(", ", release.dependsOn()));
      }
      values(release.values());
      objects(release.objects());
    }
    release.warnings().forEach(warning -> line("    ", "!", "warning: " + warning.message()));
  }

  private void values(List<ValueChange> values) {
    if (values.isEmpty()) {
      return;
    }
    line("    ", "", "values:");
    int paths = width(values.stream().map(ValueChange::path).toList());
    List<String> changes =
        values.stream().map(value -> change(value.before(), value.after())).toList();
    int widest = width(changes);
    for (int i = 0; i < values.size(); i++) {
      ValueChange value = values.get(i);
      line(
          "      ",
          sign(value.before(), value.after()),
          padded(value.path(), paths)
              + "  "
              + (value.origin().isEmpty()
                  ? changes.get(i)
                  : padded(changes.get(i), widest) + "  " + value.origin()));
    }
  }

  private void objects(List<ObjectPlan> objects) {
    if (objects.isEmpty()) {
      return;
    }
    line("    ", "", "objects:");
    for (ObjectPlan object : objects) {
      line("      ", object.sign(), object.id() + " (" + object.apiVersion() + ")");
      int paths = width(object.fields().stream().map(FieldDiff.Field::path).toList());
      for (FieldDiff.Field field : object.fields()) {
        if (field.lines().isEmpty()) {
          line(
              "          ",
              sign(field.before(), field.after()),
              padded(field.path(), paths) + "  " + change(field.before(), field.after()));
        } else {
          line("          ", "~", field.path());
          field.lines().forEach(line -> line("              ", "", line));
        }
      }
    }
  }

  private static int width(List<String> cells) {
    return cells.stream().mapToInt(String::length).filter(width -> width <= WIDEST).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()));
  }

  static String change(@Nullable String before, @Nullable String after) {
    if (before == null) {
      return after == null ? NOTHING : after;
    }
    return before + " -> " + (after == null ? NOTHING : after);
  }

  static String sign(@Nullable String before, @Nullable String after) {
    return before == null ? "+" : after == null ? "-" : "~";
  }

  private void line(String indent, String sign, String said) {
    String line = indent + (sign.isEmpty() ? "" : sign + " ") + said;
    String colour =
        isColoured ? colour(sign.isEmpty() && !said.isEmpty() ? first(said) : sign) : "";
    text.append(colour).append(line).append(colour.isEmpty() ? "" : "\u001b[0m").append('\n');
  }

  /** Lines of a text's difference bear their sign themselves. */
  private static String first(String said) {
    return said.startsWith("+") || said.startsWith("-") ? said.substring(0, 1) : "";
  }

  private static String colour(String sign) {
    return switch (sign) {
      case "+" -> "\u001b[32m";
      case "-" -> "\u001b[31m";
      case "~" -> "\u001b[33m";
      case "!" -> "\u001b[35m";
      default -> "";
    };
  }
}
