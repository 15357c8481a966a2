package io.autohelm.agent.plan;

import io.autohelm.agent.diff.FieldDiff;
import java.util.ArrayList;
import java.util.List;

/** A plan as a comment on a pull request: a table, and what is behind each of its lines. */
public final class PlanMarkdown {
  /** GitHub takes 65,536 characters for a comment. */
  static final int LONGEST = 65_000;

  private static final int LONGEST_TABLE = 25_000;
  private static final int LONGEST_ERRORS = 8_000;

  /** What the last line may take. */
  private static final int RESERVE = 1_000;

  private static final int MOST_NAMED = 10;

  private PlanMarkdown() {}

  /** The comment, shorter than 65,000 characters; it says itself what is left out of it. */
  public static String of(SyncPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("### Autohelm plan: ").append(plan.summary()).append("\n\n");
    List<ReleasePlan> shown =
        plan.releases().stream()
            .filter(
                release ->
                    release.isChange()
                        || !release.error().isEmpty()
                        || !release.warnings().isEmpty()
                        || !release.waits().isEmpty())
            .toList();
    table(shown, text);
    errors(plan, text);
    int unchanged = plan.releases().size() - shown.size();
    if (unchanged > 0) {
      text.append(SyncPlan.counted(unchanged, "release")).append(" would not change.\n\n");
    }
    List<String> left = new ArrayList<>();
    for (ReleasePlan release : shown) {
      String details = release.error().isEmpty() ? details(release) : "";
      if (text.length() + details.length() > LONGEST - RESERVE) {
        left.add(release.id().toString());
      } else {
        text.append(details);
      }
    }
    if (!left.isEmpty()) {
      text.append("Left out, since a comment holds no more: details of ")
          .append(named(left))
          .append(". `autohelm plan` shows them.\n\n");
    }
    text.append("Kubernetes ").append(plan.kubernetes()).append('\n');
    return text.toString();
  }

  private static void table(List<ReleasePlan> shown, StringBuilder text) {
    if (shown.isEmpty()) {
      return;
    }
    text.append("| | release | action | chart | objects | waits for | warnings |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    int count = 0;
    for (ReleasePlan release : shown) {
      String row =
          "| `"
              + release.sign()
              + "` | "
              + cell(release.id().toString())
              + " | "
              + cell(release.action())
              + " | "
              + cell(release.charts())
              + " | "
              + release.counts()
              + " | "
              + String.join(", ", release.waits().stream().map(PlanMarkdown::waiting).toList())
              + " | "
              + (release.warnings().isEmpty() ? "" : release.warnings().size())
              + " |\n";
      if (text.length() + row.length() > LONGEST_TABLE) {
        text.append("\nLeft out of the table: ")
            .append(SyncPlan.counted(shown.size() - count, "release"))
            .append(".\n");
        break;
      }
      text.append(row);
      count++;
    }
    text.append('\n');
  }

  /** {@code window} for {@code wait-for-window}. */
  private static String waiting(ReleasePlan.Wait wait) {
    return cell(wait.what().replace("wait-for-", ""));
  }

  private static void errors(SyncPlan plan, StringBuilder text) {
    List<String> errors = new ArrayList<>(plan.problems());
    plan.releases().stream()
        .map(ReleasePlan::error)
        .filter(error -> !error.isEmpty())
        .forEach(errors::add);
    if (errors.isEmpty()) {
      return;
    }
    String fence = fence(errors);
    text.append("**Errors**\n").append(fence).append('\n');
    int budget = text.length() + LONGEST_ERRORS;
    for (int i = 0; i < errors.size(); i++) {
      if (text.length() + errors.get(i).length() > budget) {
        text.append("and ").append(errors.size() - i).append(" more\n");
        break;
      }
      text.append(errors.get(i)).append('\n');
    }
    text.append(fence).append("\n\n");
  }

  private static String details(ReleasePlan release) {
    StringBuilder text = new StringBuilder();
    text.append("<details><summary>")
        .append(cell(release.id() + ": " + release.action() + ", " + release.reason()))
        .append("</summary>\n\n");
    if (!release.declared().isEmpty()) {
      text.append("- declared in ").append(code(release.declared())).append('\n');
    }
    if (!release.digest().isEmpty()) {
      text.append("- plan ").append(code(release.digest())).append('\n');
    }
    if (!release.dependsOn().isEmpty()) {
      text.append("- after ").append(cell(String.join(", ", release.dependsOn()))).append('\n');
    }
    release.waits().forEach(wait -> text.append("- **").append(cell(wait.reason())).append("**\n"));
    for (Warning warning : release.warnings()) {
      text.append("- **warning:** ").append(cell(warning.message())).append('\n');
    }
    List<String> lines = lines(release);
    if (!lines.isEmpty()) {
      String fence = fence(lines);
      text.append('\n').append(fence).append("diff\n");
      lines.forEach(line -> text.append(line).append('\n'));
      text.append(fence).append('\n');
    }
    return text.append("\n</details>\n\n").toString();
  }

  /** In the form in which GitHub and GitLab colour a difference: the sign comes first. */
  private static List<String> lines(ReleasePlan release) {
    List<String> lines = new ArrayList<>();
    for (ValueChange value : release.values()) {
      lines.add(
          "# value " + value.path() + (value.origin().isEmpty() ? "" : ", " + value.origin()));
      if (value.before() != null) {
        lines.add("- " + value.before());
      }
      if (value.after() != null) {
        lines.add("+ " + value.after());
      }
    }
    for (ObjectPlan object : release.objects()) {
      String sign = object.sign().equals("~") ? "!" : object.sign();
      lines.add(sign + " " + object.id() + " (" + object.apiVersion() + ")");
      for (FieldDiff.Field field : object.fields()) {
        lines.add("#   " + field.path());
        if (!field.lines().isEmpty()) {
          lines.addAll(field.lines());
          continue;
        }
        if (field.before() != null) {
          lines.add("-   " + field.before());
        }
        if (field.after() != null) {
          lines.add("+   " + field.after());
        }
      }
    }
    return lines;
  }

  /** Longer than any that is in the text. */
  private static String fence(List<String> lines) {
    String fence = "```";
    while (anyContains(lines, fence)) {
      fence += "`";
    }
    return fence;
  }

  private static boolean anyContains(List<String> lines, String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  private static String code(String text) {
    return "`" + text.replace("`", "'") + "`";
  }

  /** What Markdown and HTML would read as their own stands as it is. */
  private static String cell(String text) {
    return text.replace("\\", "\\\\")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("`", "\\`")
        .replace("[", "\\[")
        .replace("@", "&#64;")
        .replace("\r", "")
        .replace("\n", " ");
  }

  private static String named(List<String> ids) {
    return cell(String.join(", ", ids.stream().limit(MOST_NAMED).toList()))
        + (ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " others" : "");
  }
}
