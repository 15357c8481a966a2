package io.autohelm.engine.render;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * The patterns of {@code .Files.Glob}: {@code *} and {@code ?} stop at a slash, {@code **} does
 * not, {@code [a-z]}, {@code [!a-z]} and {@code {a,b}} choose. A malformed pattern matches
 * everything, as in Helm.
 */
final class Glob {
  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  static Glob of(String pattern) {
    try {
      return new Glob(Pattern.compile(translate(pattern), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      return new Glob(Pattern.compile(".*", Pattern.DOTALL));
    }
  }

  boolean matches(String name) {
    return pattern.matches(name);
  }

  private static String translate(String glob) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          boolean doubled = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
          regex.append(doubled ? ".*" : "[^/]*");
          i += doubled ? 1 : 0;
        }
        case '?' -> regex.append("[^/]");
        case '[' -> {
          int end = glob.indexOf(']', i + 1);
          if (end < 0) {
            throw new PatternSyntaxException("missing ]", glob);
          }
          String set = glob.substring(i + 1, end);
          boolean negated = set.startsWith("!");
          regex
              .append(negated ? "[^" : "[")
              .append((negated ? set.substring(1) : set).replace("\\", "\\\\"))
              .append(']');
          i = end;
        }
        case '{' -> {
          braces++;
          regex.append("(?:");
        }
        case '}' -> {
          if (braces == 0) {
            regex.append("\\}");
          } else {
            braces--;
            regex.append(')');
          }
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        case '\\' -> {
          if (i + 1 < glob.length()) {
            regex.append(Pattern.quote(glob.substring(i + 1, i + 2)));
            i++;
          }
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (braces > 0) {
      throw new PatternSyntaxException("missing }", glob);
    }
    return regex.toString();
  }
}
