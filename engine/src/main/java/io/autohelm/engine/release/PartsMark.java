package io.autohelm.engine.release;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The label by which a slim record names the parts that hold the rest of it. The parts are found by
 * what they hold, so revisions with the same chart share them, and a record that Helm copies (a
 * rollback) or writes again (a revision that is superseded) keeps them, for Helm hands labels on.
 *
 * @param digest 40 hexadecimal digits of the rest's SHA-256
 * @param count how many parts there are
 * @param isVital whether the record cannot be acted on without its parts: its manifest is there too
 */
public record PartsMark(String digest, int count, boolean isVital) {
  public static final String LABEL = "autohelm.io/parts";

  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{40})\\.(\\d{1,4})(\\.manifest)?");

  /** The mark among a record's labels, if there is one. */
  public static Optional<PartsMark> of(Map<String, String> labels) {
    return parse(labels.get(LABEL));
  }

  /** Reads a label's value; empty where it is no mark. */
  public static Optional<PartsMark> parse(@Nullable String text) {
    Matcher found = TEXT.matcher(text == null ? "" : text);
    return found.matches()
        ? Optional.of(
            new PartsMark(found.group(1), Integer.parseInt(found.group(2)), found.group(3) != null))
        : Optional.empty();
  }

  /** The label's value. */
  public String text() {
    return digest + "." + count + (isVital ? ".manifest" : "");
  }

  /** The name of the object that holds a part; parts count from 1. */
  public String partName(String release, int part) {
    return "sh.helm.release.v1." + release + ".parts." + digest.substring(0, 16) + "." + part;
  }
}
