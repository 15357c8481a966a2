package io.autohelm.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a comparison found.
 *
 * @param kind which of the totals it counts for
 * @param detail the first difference, in one line; empty where there is none
 */
record Verdict(Kind kind, String detail) {
  /** The totals. */
  enum Kind {
    EQUAL("equal bytes"),
    EQUAL_TO_ONE("equal bytes to one of Helm's own varying runs"),
    EQUAL_MASKED("equal bytes where Helm's own two runs agree"),
    REFUSED_ALIKE("refused by both with the same text"),
    REFUSED_OTHERWISE("refused by both with another text"),
    DIFFERENT("different bytes"),
    DIFFERENT_MASKED("different bytes where Helm's own two runs agree"),
    HELM_REFUSES("refused by Helm alone"),
    WE_REFUSE("refused by us alone"),
    NOT_REPEATABLE("Helm's own two runs differ in their shape");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  private static final Pattern HELM_HINT =
      Pattern.compile("\n*Use --debug flag to render out invalid YAML\n*");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z ]+-----[\\sA-Za-z0-9+/=]+-----END [A-Z ]+-----");
  private static final Pattern BASE64_BLOCK =
      Pattern.compile("(?m)^ *[A-Za-z0-9+/]{64}\n(?: *[A-Za-z0-9+/=]{1,64}\n)+");
  private static final int SHOWN = 110;

  /** Compares two runs of Helm with one of ours. */
  static Verdict of(Outcome first, Outcome second, Outcome ours) {
    if (first.isRefusal() != second.isRefusal()) {
      return new Verdict(Kind.NOT_REPEATABLE, "refuses only sometimes");
    }
    if (first.isRefusal() != ours.isRefusal()) {
      return first.isRefusal()
          ? new Verdict(Kind.HELM_REFUSES, shown(lastOf(first.errors()), 0))
          : new Verdict(Kind.WE_REFUSE, shown(lastOf(ours.errors()), 0));
    }
    if (first.isRefusal()) {
      String theirs = lastOf(first.errors());
      return theirs.equals(lastOf(ours.errors()))
              || lastOf(second.errors()).equals(lastOf(ours.errors()))
          ? new Verdict(Kind.REFUSED_ALIKE, "")
          : new Verdict(Kind.REFUSED_OTHERWISE, difference(theirs, lastOf(ours.errors())));
    }
    if (first.output().equals(second.output())) {
      return first.output().equals(ours.output())
          ? new Verdict(Kind.EQUAL, "")
          : new Verdict(Kind.DIFFERENT, difference(first.output(), ours.output()));
    }
    return masked(first.output(), second.output(), ours.output());
  }

  private static Verdict masked(String first, String second, String ours) {
    String[] one = withoutKeys(first);
    String[] two = withoutKeys(second);
    String[] three = withoutKeys(ours);
    if (one.length != two.length) {
      return new Verdict(Kind.NOT_REPEATABLE, "another number of lines");
    }
    for (int i = 0; i < one.length; i++) {
      if (!one[i].equals(two[i])) {
        one[i] = "<masked>";
        if (i < three.length) {
          three[i] = "<masked>";
        }
      }
    }
    String theirs = String.join("\n", one);
    String masked = String.join("\n", three);
    return theirs.equals(masked)
        ? new Verdict(Kind.EQUAL_MASKED, "")
        : new Verdict(Kind.DIFFERENT_MASKED, difference(theirs, masked));
  }

  /** Keys and certificates have as many lines as chance wants. */
  private static String[] withoutKeys(String text) {
    return BASE64_BLOCK
        .matcher(PEM.matcher(text).replaceAll("<pem>"))
        .replaceAll("<base64>\n")
        .split("\n", -1);
  }

  /** Both programs write warnings first; the error is what follows them. */
  private static String lastOf(String errors) {
    int error = errors.indexOf("Error: ");
    return HELM_HINT.matcher(errors.substring(Math.max(error, 0))).replaceAll("").strip();
  }

  /** Helm warns in the random order of Go's maps. */
  static boolean sameWarnings(Outcome first, Outcome ours) {
    return sortedLines(first.errors()).equals(sortedLines(ours.errors()));
  }

  static String warningsOf(Outcome first, Outcome ours) {
    return difference(sortedLines(first.errors()), sortedLines(ours.errors()));
  }

  private static String sortedLines(String text) {
    return text.lines().sorted().collect(Collectors.joining("\n"));
  }

  private static String difference(String theirs, String ours) {
    List<String> one = Arrays.asList(theirs.split("\n", -1));
    List<String> two = Arrays.asList(ours.split("\n", -1));
    int line = 0;
    while (line < Math.min(one.size(), two.size()) && one.get(line).equals(two.get(line))) {
      line++;
    }
    String here = line < one.size() ? one.get(line) : "<end>";
    String there = line < two.size() ? two.get(line) : "<end>";
    int at = 0;
    while (at < Math.min(here.length(), there.length()) && here.charAt(at) == there.charAt(at)) {
      at++;
    }
    return "line " + (line + 1) + ": Helm [" + shown(here, at) + "] us [" + shown(there, at) + "]";
  }

  /** A part of the text around the place that matters. */
  private static String shown(String text, int at) {
    int from = Math.max(0, at - SHOWN / 2);
    String part = text.substring(from, Math.min(text.length(), from + SHOWN * 2));
    return part.replace("\n", "\\n");
  }
}
