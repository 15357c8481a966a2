package io.autohelm.engine.sprig;

import com.google.re2j.Matcher;
import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.GoType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Regular expressions, in Go's dialect and with Go's rules on empty matches. */
final class Regexes {
  /** Charts use few patterns, but in loops. */
  private static final int MOST_KEPT = 500;

  private final Map<String, GoPattern> compiled = new ConcurrentHashMap<>();

  void addTo(Table table) {
    table.add("regexMatch", "string, string", a -> matches(a, true));
    table.add("mustRegexMatch", "string, string", a -> matches(a, false));
    table.add("regexFind", "string, string", a -> find(must(a.string(0)), a.string(1)));
    table.add("mustRegexFind", "string, string", a -> find(pattern(a.string(0)), a.string(1)));
    table.add(
        "regexFindAll",
        "string, string, int",
        a -> findAll(must(a.string(0)), a.string(1), a.number(2)));
    table.add(
        "mustRegexFindAll",
        "string, string, int",
        a -> findAll(pattern(a.string(0)), a.string(1), a.number(2)));
    table.add(
        "regexReplaceAll",
        "string, string, string",
        a -> replace(must(a.string(0)), a.string(1), a.string(2), false));
    table.add(
        "mustRegexReplaceAll",
        "string, string, string",
        a -> replace(pattern(a.string(0)), a.string(1), a.string(2), false));
    table.add(
        "regexReplaceAllLiteral",
        "string, string, string",
        a -> replace(must(a.string(0)), a.string(1), a.string(2), true));
    table.add(
        "mustRegexReplaceAllLiteral",
        "string, string, string",
        a -> replace(pattern(a.string(0)), a.string(1), a.string(2), true));
    table.add(
        "regexSplit",
        "string, string, int",
        a -> split(must(a.string(0)), a.string(1), a.number(2)));
    table.add(
        "mustRegexSplit",
        "string, string, int",
        a -> split(pattern(a.string(0)), a.string(1), a.number(2)));
    table.add("regexQuoteMeta", "string", a -> quoteMeta(a.string(0)));
  }

  private GoPattern pattern(String regex) {
    GoPattern known = compiled.get(regex);
    if (known != null) {
      return known;
    }
    GoPattern fresh = GoPattern.compile(regex);
    if (compiled.size() >= MOST_KEPT) {
      compiled.clear();
    }
    compiled.put(regex, fresh);
    return fresh;
  }

  /** As a pattern that the program's author vouched for: Go panics with longer words. */
  private GoPattern must(String regex) {
    try {
      return pattern(regex);
    } catch (GoError e) {
      String quoted = GoQuote.canBackquote(regex) ? "`" + regex + "`" : GoQuote.quote(regex);
      throw new GoError("regexp: Compile(" + quoted + "): " + e.getMessage(), e);
    }
  }

  private boolean matches(Args a, boolean lenient) {
    GoPattern pattern;
    try {
      pattern = pattern(a.string(0));
    } catch (GoError e) {
      if (lenient) {
        return false;
      }
      throw e;
    }
    return pattern.matcher(a.string(1)).find();
  }

  private static String find(GoPattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  private record Span(int start, int end) {}

  /** All matches, of which an empty one may not touch the match before it. */
  private static List<Span> spans(GoPattern pattern, String text, long limit) {
    List<Span> spans = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    int at = 0;
    int before = -1;
    while ((limit < 0 || spans.size() < limit) && at <= text.length() && matcher.find(at)) {
      int start = matcher.start();
      int end = matcher.end();
      boolean accepted = true;
      if (end == at) {
        accepted = start != before;
        at = at < text.length() ? at + Character.charCount(text.codePointAt(at)) : at + 1;
      } else {
        at = end;
      }
      before = end;
      if (accepted) {
        if (spans.size() >= Budget.LONGEST_LIST) {
          throw Budget.tooMany();
        }
        spans.add(new Span(start, end));
      }
    }
    return spans;
  }

  private static GoList findAll(GoPattern pattern, String text, long limit) {
    List<String> found = new ArrayList<>();
    for (Span span : spans(pattern, text, limit)) {
      found.add(text.substring(span.start, span.end));
    }
    return found.isEmpty() ? GoList.nil(GoType.STRINGS) : GoList.strings(found);
  }

  private static GoList split(GoPattern pattern, String text, long limit) {
    if (limit == 0) {
      return GoList.nil(GoType.STRINGS);
    }
    if (!pattern.isEmpty() && text.isEmpty()) {
      return GoList.strings(List.of(""));
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    int end = 0;
    for (Span span : spans(pattern, text, limit)) {
      if (limit > 0 && parts.size() == limit - 1) {
        break;
      }
      end = span.start;
      if (span.end != 0) {
        parts.add(text.substring(start, end));
      }
      start = span.end;
    }
    if (end != text.length()) {
      parts.add(text.substring(start));
    }
    return GoList.strings(parts);
  }

  private static String replace(
      GoPattern pattern, String text, String replacement, boolean literal) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    int at = 0;
    while (at <= text.length() && matcher.find(at)) {
      int start = matcher.start();
      int end = matcher.end();
      if (out.length() > Budget.LONGEST_TEXT) {
        throw Budget.tooLong();
      }
      out.append(text, copied, start);
      if (end > copied || start == 0) {
        if (literal || replacement.indexOf('$') < 0) {
          out.append(replacement);
        } else {
          expand(out, replacement, matcher, pattern);
        }
      }
      copied = end;
      int step = at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
      if (at + step > end) {
        at += step;
      } else if (at + 1 > end) {
        at++;
      } else {
        at = end;
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  /** Puts groups in place of $1, $name and ${name}; a group that is not there is empty. */
  private static void expand(
      StringBuilder out, String template, Matcher matcher, GoPattern pattern) {
    int at = 0;
    while (true) {
      int dollar = template.indexOf('$', at);
      if (dollar < 0) {
        out.append(template, at, template.length());
        return;
      }
      out.append(template, at, dollar);
      at = dollar + 1;
      if (at < template.length() && template.charAt(at) == '$') {
        out.append('$');
        at++;
        continue;
      }
      boolean brace = at < template.length() && template.charAt(at) == '{';
      int start = brace ? at + 1 : at;
      int end = start;
      while (end < template.length() && isWord(template.charAt(end))) {
        end++;
      }
      boolean whole = !brace || (end < template.length() && template.charAt(end) == '}');
      if (end == start || !whole) {
        out.append('$');
        continue;
      }
      String group = group(template.substring(start, end), matcher, pattern);
      out.append(group == null ? "" : group);
      at = brace ? end + 1 : end;
    }
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private static @Nullable String group(String name, Matcher matcher, GoPattern pattern) {
    if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 9) {
      int number = Integer.parseInt(name);
      boolean canonical = name.length() == 1 || name.charAt(0) != '0';
      return canonical && number <= matcher.groupCount() ? matcher.group(number) : null;
    }
    return pattern.group(name, matcher);
  }

  private static String quoteMeta(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }
}
