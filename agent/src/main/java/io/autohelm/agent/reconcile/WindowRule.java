package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.schedule.Window;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A window of the agent's configuration for the releases that it selects.
 *
 * @param namespaces with {@code *} for any text and {@code ?} for any character; empty for all
 * @param names likewise
 */
public record WindowRule(List<String> namespaces, List<String> names, Window window) {
  public WindowRule {
    namespaces = List.copyOf(namespaces);
    names = List.copyOf(names);
  }

  boolean selects(ReleaseId id) {
    return isAmong(namespaces, id.namespace()) && isAmong(names, id.name());
  }

  private static boolean isAmong(List<String> globs, String text) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> fits(glob, text));
  }

  private static boolean fits(String glob, String text) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> pattern.append(".*");
        case '?' -> pattern.append('.');
        default -> pattern.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return text.matches(pattern.toString());
  }
}
