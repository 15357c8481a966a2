package io.autohelm.agent.schedule;

import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression: lists of numbers, names, ranges and steps.
 *
 * @param bits a bit for each number that is in it
 * @param isOpen whether it begins with {@code *}, so that it restricts nothing
 */
record CronField(long bits, boolean isOpen) {

  /**
   * @param name for people
   * @param words names of numbers, the first of {@code firstWord}
   * @throws IllegalArgumentException with what was expected and what was met
   */
  static CronField parse(
      String name, String text, int min, int max, List<String> words, int firstWord) {
    long bits = 0;
    for (String part : text.split(",", -1)) {
      int slash = part.indexOf('/');
      String range = slash < 0 ? part : part.substring(0, slash);
      int step =
          slash < 0 ? 1 : number(name, text, part.substring(slash + 1), 1, max, List.of(), 0);
      int from;
      int to;
      if (range.equals("*")) {
        from = min;
        to = max;
      } else {
        int dash = range.indexOf('-');
        from =
            number(
                name,
                text,
                dash < 0 ? range : range.substring(0, dash),
                min,
                max,
                words,
                firstWord);
        to =
            dash < 0
                ? slash < 0 ? from : max
                : number(name, text, range.substring(dash + 1), min, max, words, firstWord);
      }
      if (to < from && !words.isEmpty()) {
        to += words.size(); // a week or a year goes round: fri-mon
      }
      if (to < from) {
        throw wrong(name, text, "a range that goes up");
      }
      for (int number = from; number <= to; number += step) {
        bits |= 1L << (number > max ? number - words.size() : number);
      }
    }
    return new CronField(bits, text.startsWith("*"));
  }

  private static int number(
      String name, String text, String part, int min, int max, List<String> words, int firstWord) {
    int word = words.indexOf(part.toLowerCase(Locale.ROOT));
    if (word >= 0) {
      return word + firstWord;
    }
    if (part.matches("[0-9]{1,2}")) {
      int number = Integer.parseInt(part);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw wrong(
        name,
        text,
        "numbers from "
            + min
            + " to "
            + max
            + (words.isEmpty() ? "" : " or " + words.get(0) + ",..."));
  }

  private static IllegalArgumentException wrong(String name, String text, String expected) {
    return new IllegalArgumentException(
        name + ": expected " + expected + ", met " + Cron.shown(text));
  }

  boolean has(int number) {
    return ((bits >> number) & 1) == 1;
  }
}
