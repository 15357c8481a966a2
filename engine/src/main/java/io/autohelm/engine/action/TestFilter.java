package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tests of a release run, by the names of their objects.
 *
 * @param only none but these; empty for all
 * @param except not these, even where they are among the others
 */
public record TestFilter(List<String> only, List<String> except) {
  /** Every test. */
  public static final TestFilter ALL = new TestFilter(List.of(), List.of());

  private static final Pattern EXCEPT = Pattern.compile("!\\s?name=");

  public TestFilter {
    only = List.copyOf(only);
    except = List.copyOf(except);
  }

  /**
   * Reads what users write: {@code name=NAME} and {@code !name=NAME}; anything else says nothing,
   * as in Helm.
   */
  public static TestFilter of(List<String> filters) {
    List<String> only = new ArrayList<>();
    List<String> except = new ArrayList<>();
    for (String filter : filters) {
      if (filter.startsWith("name=")) {
        only.add(filter.substring("name=".length()));
      } else {
        Matcher matcher = EXCEPT.matcher(filter);
        if (matcher.lookingAt()) {
          except.add(filter.substring(matcher.end()));
        }
      }
    }
    return new TestFilter(only, except);
  }

  /** Whether the filter lets a hook through. */
  public boolean allows(Hook hook) {
    return !except.contains(hook.name()) && (only.isEmpty() || only.contains(hook.name()));
  }
}
