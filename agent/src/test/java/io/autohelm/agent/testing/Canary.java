package io.autohelm.agent.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A secret text that nothing may show, and that is recognised in whatever form it comes out: as it
 * is, in Base64 (at every offset, also twice), in hexadecimal digits, percent-encoded or escaped.
 */
public final class Canary {
  private static final Canary OF_THIS_RUN =
      new Canary("kanari" + UUID.randomUUID().toString().replace("-", "").substring(0, 18));

  private final String core;
  private final Map<String, String> forms = new LinkedHashMap<>();

  /**
   * Makes a canary.
   *
   * @param core letters and digits, at least twelve
   */
  public Canary(String core) {
    this.core = core;
    byte[] bytes = core.getBytes(StandardCharsets.US_ASCII);
    forms.put("as it is", core);
    forms.put("in hexadecimal digits", HexFormat.of().formatHex(bytes));
    forms.put("percent-encoded", each(bytes, "%%%02x"));
    forms.put("escaped as JSON", each(bytes, "\\u%04x"));
    forms.put("escaped as HTML", each(bytes, "&#%d;"));
    for (int offset = 0; offset < 3; offset++) {
      String once = inBase64(core, offset);
      forms.put("in Base64 at " + offset, once);
      for (int second = 0; second < 3; second++) {
        forms.put("twice in Base64 at " + offset + second, inBase64(once, second));
      }
    }
  }

  /** The one of this JVM. */
  public static Canary ofThisRun() {
    return OF_THIS_RUN;
  }

  private static String each(byte[] bytes, String format) {
    StringBuilder text = new StringBuilder();
    for (byte one : bytes) {
      text.append(format.formatted(one));
    }
    return text.toString();
  }

  /** The letters that every Base64 text has in which it begins at that offset modulo three. */
  private static String inBase64(String text, int offset) {
    String all =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString(("x".repeat(offset) + text).getBytes(StandardCharsets.US_ASCII));
    // What shares a letter with the neighbours is left out.
    int first = offset == 0 ? 0 : offset + 1;
    int last = (offset + text.length()) * 8 / 6;
    return all.substring(first, last);
  }

  /** The secret; it has letters that every way of writing texts must escape. */
  public String text() {
    return core + "&\"/\\<ü";
  }

  /** The secret where letters and digits alone are wanted. */
  public String word() {
    return core;
  }

  /** In which form a text shows it; none where it does not. */
  public Optional<String> shownIn(String text) {
    return forms.entrySet().stream()
        .filter(form -> text.contains(form.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The text with the secret blotted out, whatever its form. */
  public String hiddenIn(String text) {
    String shown = text;
    for (Map.Entry<String, String> form : forms.entrySet()) {
      shown = shown.replace(form.getValue(), "(the secret, " + form.getKey() + ")");
    }
    return shown;
  }

  /** The lines of a text that show it, shortened; none where none does. */
  public String linesThatShow(String text) {
    if (shownIn(text).isEmpty()) return "";
    return text.lines()
        .filter(line -> shownIn(line).isPresent())
        .map(line -> line.length() > 400 ? line.substring(0, 400) + "..." : line)
        .limit(5)
        .collect(Collectors.joining("\n"));
  }
}
