package io.autohelm.engine.sprig;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoStrings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as Go reads it. RE2/J, which runs it, reads some odd expressions otherwise:
 * it takes a brace that counts nothing for a repetition when an operator follows, escapes of
 * letters beyond ASCII for the letters, and refuses a name that two groups bear.
 */
final class GoPattern {
  private static final Pattern REPETITION = Pattern.compile("\\{([0-9]+)(?:,([0-9]+)?)?\\}");
  private static final Pattern NAMED = Pattern.compile("\\(\\?P?<(\\w+)>");
  private static final int MOST_REPEATED = 1000;

  /** What RE2/J refuses in the place of an escape that only Go refuses. */
  private static final String WRONG_ESCAPE = "\\y";

  private static final String QUOTED_WRONG = "`" + WRONG_ESCAPE + "`";

  /** An expression's program is a hundred times as large as its text. */
  private static final int LONGEST = 100_000;

  /** Steps that are over before anybody looks at a clock. */
  private static final long SHORT_WORK = 10_000_000;

  private final Pattern program;
  private final Map<String, List<Integer>> names;

  private GoPattern(Pattern program, Map<String, List<Integer>> names) {
    this.program = program;
    this.names = names;
  }

  /**
   * @throws GoError in Go's words when it is no expression
   */
  static GoPattern compile(String regex) {
    if (regex.length() > LONGEST) {
      throw new GoError("the expression is longer than " + LONGEST + " characters");
    }
    for (int i = 0; i < regex.length(); i++) {
      if (GoStrings.rune(regex.charAt(i)) != regex.charAt(i)) {
        throw refused("invalid UTF-8", regex.substring(i));
      }
    }
    Reading reading = new Reading(regex);
    reading.read();
    Pattern program;
    try {
      program = Pattern.compile(reading.out.toString());
    } catch (PatternSyntaxException e) {
      if (reading.wrongEscape != null && String.valueOf(e.getMessage()).endsWith(QUOTED_WRONG)) {
        throw refused("invalid escape sequence", reading.wrongEscape);
      }
      throw refused(regex, reading.out.toString(), e);
    }
    return new GoPattern(program, reading.names);
  }

  private static GoError refused(String why, String where) {
    return new GoError("error parsing regexp: " + why + ": `" + where + "`");
  }

  private static GoError refused(String regex, String read, PatternSyntaxException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("stack underflow")) {
      return refused("unexpected )", regex);
    }
    if (said.endsWith("trailing backslash at end of expression")) {
      return new GoError(said + ": ``", e);
    }
    return new GoError(said.replace(read, regex), e);
  }

  boolean isEmpty() {
    return program.pattern().isEmpty();
  }

  /** Each character costs as many steps as the expression has parts, so long work is timed. */
  Matcher matcher(String text) {
    boolean isShort = (long) program.programSize() * text.length() < SHORT_WORK;
    return program.matcher(isShort ? text : new TimedText(text, Budget.current()));
  }

  /** What a group matched; of several that bear the name the first that took part, else null. */
  @Nullable String group(String name, Matcher matcher) {
    for (int number : names.getOrDefault(name, List.of())) {
      String matched = matcher.group(number);
      if (matched != null) {
        return matched;
      }
    }
    return null;
  }

  /** A text that may be read only as long as the rendering may take. */
  private record TimedText(String text, Budget budget) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      budget.work();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** One walk over the text, which writes it anew for RE2/J. */
  private static final class Reading {
    private final String regex;
    private final StringBuilder out;
    private final Map<String, List<Integer>> names = new HashMap<>();
    private final Deque<Long> open = new ArrayDeque<>();
    private int at;
    private int groups;

    /** Where the last repetition ended. */
    private int repeated = -1;

    private @Nullable String wrongEscape;

    /** The largest product of counts inside the group or atom that was read last. */
    private long inner = 1;

    /** The largest product of the group that is being read. */
    private long widest = 1;

    Reading(String regex) {
      this.regex = regex;
      this.out = new StringBuilder(regex.length());
    }

    void read() {
      while (at < regex.length()) {
        switch (regex.charAt(at)) {
          case '\\' -> escape();
          case '[' -> characters();
          case '(' -> group();
          case ')' -> {
            inner = widest;
            widest = open.isEmpty() ? widest : Math.max(open.pop(), inner);
            copy(1);
          }
          case '{' -> brace();
          case '*', '+', '?' -> copy(1);
          default -> {
            inner = 1;
            copy(1);
          }
        }
      }
    }

    private void copy(int length) {
      int end = Math.min(regex.length(), at + length);
      out.append(regex, at, end);
      at = end;
    }

    private void escape() {
      inner = 1;
      if (regex.startsWith("\\Q", at)) {
        int end = regex.indexOf("\\E", at);
        copy(end < 0 ? regex.length() : end + 2 - at);
        return;
      }
      escaped();
    }

    private void escaped() {
      if (at + 1 == regex.length()) {
        copy(1);
        return;
      }
      int letter = regex.codePointAt(at + 1);
      int length = 1 + Character.charCount(letter);
      if (letter >= 0x80) {
        wrongEscape = wrongEscape == null ? regex.substring(at, at + length) : wrongEscape;
        out.append(WRONG_ESCAPE);
        at += length;
        return;
      }
      copy(length);
    }

    /** A class in brackets, in which braces count nothing and brackets open nothing. */
    private void characters() {
      inner = 1;
      copy(regex.startsWith("[^", at) ? 2 : 1);
      if (regex.startsWith("]", at)) {
        copy(1);
      }
      while (at < regex.length() && regex.charAt(at) != ']') {
        int end = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
        if (end >= 0) {
          copy(end + 2 - at);
        } else if (regex.charAt(at) == '\\') {
          escaped();
        } else {
          copy(1);
        }
      }
      copy(1);
    }

    private void group() {
      open.push(widest);
      widest = 1;
      inner = 1;
      Matcher named = NAMED.matcher(regex.substring(at, Math.min(regex.length(), at + 256)));
      if (named.lookingAt()) {
        List<Integer> same = names.computeIfAbsent(named.group(1), name -> new ArrayList<>());
        same.add(++groups);
        copy(named.end() - 1);
        out.append(same.size() > 1 ? "_again_" + groups : "");
        copy(1);
      } else {
        groups += regex.startsWith("(?", at) ? 0 : 1;
        copy(1);
        if (regex.startsWith("?", at)) {
          copy(1);
        }
      }
    }

    private void brace() {
      Matcher count = repetition(at);
      if (count == null) {
        inner = 1;
        boolean isBeforeOperator =
            at + 1 < regex.length()
                && ("*+?".indexOf(regex.charAt(at + 1)) >= 0 || repetition(at + 1) != null);
        out.append(isBeforeOperator ? "\\" : "");
        copy(1);
        return;
      }
      String most = count.group(2) == null ? count.group(1) : count.group(2);
      long times = Math.max(1, Long.parseLong(most));
      // One right behind another is refused by RE2/J, and so is one that is too large by itself.
      boolean isOwn = times <= MOST_REPEATED && at != repeated;
      inner = isOwn ? inner * times : 1;
      widest = Math.max(widest, inner);
      // Counts inside counts multiply, and the program grows with them.
      if (inner > MOST_REPEATED) {
        throw refused("invalid repeat count", count.group());
      }
      copy(count.group().length());
      repeated = at;
    }

    private @Nullable Matcher repetition(int from) {
      Matcher count =
          REPETITION.matcher(regex.substring(from, Math.min(from + 20, regex.length())));
      return count.lookingAt() ? count : null;
    }
  }
}
