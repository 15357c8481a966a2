package io.autohelm.engine.semver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What versions are wanted, such as {@code ^1.2 || >=3.0.0-0 <4}: groups joined by {@code ||}, each
 * of comparisons joined by blanks or commas.
 *
 * <p>Prereleases are refused, except by a group in which some comparison names a prerelease itself.
 */
public final class Constraint {
  private static final int LONGEST = 512;
  private static final int MOST_GROUPS = 32;
  private static final String BLANK = "[ \\t\\n\\f\\r]";
  private static final Pattern RANGE =
      Pattern.compile(
          "%1$s*(?<from>%2$s)%1$s+-%1$s+(?<to>%2$s)%1$s*"
              .formatted(BLANK, Comparison.VERSION_TEXT));

  private final List<Group> groups;

  private Constraint(List<Group> groups) {
    this.groups = groups;
  }

  private record Group(List<Comparison> comparisons, boolean prereleases) {}

  /**
   * Reads a constraint.
   *
   * @throws SemverException where it is none; the empty text is none
   */
  public static Constraint parse(String text) {
    if (text.length() > LONGEST) {
      throw new SemverException("constraint string is too long (max " + LONGEST + " bytes)");
    }
    String[] alternatives = withoutRanges(text).split("\\|\\|", -1);
    if (alternatives.length > MOST_GROUPS) {
      throw new SemverException("too many constraint groups (max " + MOST_GROUPS + ")");
    }
    List<Group> groups = new ArrayList<>();
    for (String alternative : alternatives) groups.add(group(alternative));
    return new Constraint(List.copyOf(groups));
  }

  /** Whether a version satisfies one of the groups. */
  public boolean allows(Version version) {
    return groups.stream()
        .anyMatch(
            group ->
                group.comparisons().stream()
                    .allMatch(each -> each.refusal(version, group.prereleases()).isEmpty()));
  }

  /** Why a version is refused, a reason for each comparison that fails; empty if it is allowed. */
  public List<String> refusals(Version version) {
    List<String> refusals = new ArrayList<>();
    boolean prereleaseTold = false;
    for (Group group : groups) {
      boolean satisfied = true;
      for (Comparison comparison : group.comparisons()) {
        String refusal = comparison.refusal(version, group.prereleases());
        if (refusal.isEmpty()) continue;
        satisfied = false;
        if (!group.prereleases() && !version.prerelease().isEmpty()) {
          if (prereleaseTold) continue;
          prereleaseTold = true;
        }
        refusals.add(refusal);
      }
      if (satisfied) return List.of();
    }
    return refusals;
  }

  /** The comparisons as they were understood: ranges with a hyphen come back as two of them. */
  @Override
  public String toString() {
    return groups.stream()
        .map(
            group ->
                group.comparisons().stream()
                    .map(Comparison::toString)
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" || "));
  }

  /** {@code 1.2 - 2.3} is written as two comparisons. */
  private static String withoutRanges(String text) {
    String rewritten = text;
    Matcher matcher = RANGE.matcher(text);
    while (matcher.find()) {
      int at = rewritten.indexOf(matcher.group());
      String pair = ">= " + matcher.group("from") + ", <= " + matcher.group("to") + " ";
      rewritten =
          rewritten.substring(0, at) + pair + rewritten.substring(at + matcher.group().length());
    }
    return rewritten;
  }

  private static Group group(String text) {
    List<String[]> written = new ArrayList<>();
    int at = blanks(text, 0);
    while (true) {
      int operatorEnd = at;
      while (operatorEnd < text.length() && "=!<>~^".indexOf(text.charAt(operatorEnd)) >= 0) {
        operatorEnd++;
      }
      int from = blanks(text, operatorEnd);
      int to = from;
      while (to < text.length() && text.charAt(to) != ',' && !isBlank(text.charAt(to))) to++;
      String[] pair = {text.substring(at, operatorEnd), text.substring(from, to)};
      if (!Comparison.hasForm(pair[0], pair[1])) throw improper(text);
      written.add(pair);
      at = blanks(text, to);
      if (at == text.length()) break;
      if (text.charAt(at) == ',') at = blanks(text, at + 1);
    }
    List<Comparison> comparisons =
        written.stream().map(pair -> Comparison.of(pair[0], pair[1])).toList();
    return new Group(comparisons, comparisons.stream().anyMatch(Comparison::namesPrerelease));
  }

  private static SemverException improper(String text) {
    return new SemverException("improper constraint: " + GoText.quoted(text));
  }

  private static int blanks(String text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) at++;
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }
}
