package io.autohelm.agent;

import io.autohelm.engine.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which values must not be shown: those whose name says so, and those that end in the data of a
 * Secret that the release renders, be it as a part of an address or a file.
 */
record SecretWords(RenderedSecrets rendered) {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(passw|passphrase|secret|token|credential|api[-_.]?key|private[-_.]?key"
              + "|access[-_.]?key|signing[-_.]?key|encryption[-_.]?key|dsn$|(^|[-_.])key$)");
  private static final Pattern REFERENCE =
      Pattern.compile("(?i)(name|ref|enabled|create|count|length|size|seconds|path|mount)$");
  private static final int SHORTEST = 4;

  /**
   * What the Secrets of these revisions hold.
   *
   * @throws io.autohelm.engine.manifest.ManifestException where that cannot be told
   */
  static SecretWords of(List<Release> revisions) {
    return new SecretWords(RenderedSecrets.of(revisions.toArray(Release[]::new)));
  }

  /** Whether a value must not be shown. */
  boolean hides(String path, @Nullable Object value) {
    if (value == null || value instanceof Boolean || isEmpty(value)) {
      return false;
    }
    String name = path.replaceAll("\\[[0-9]+]", "");
    String leaf = name.substring(name.lastIndexOf('.') + 1);
    boolean isNamed = SECRET.matcher(name).find() && !REFERENCE.matcher(leaf).find();
    return isNamed || rendered.contains(value) || rendered.contains(encoded(value));
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  /** As credentials of registries have it, for example; nothing where it is too short to tell. */
  private static String encoded(Object value) {
    String text = String.valueOf(value);
    return text.length() < SHORTEST
        ? ""
        : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text with all that the Secrets hold replaced. */
  String over(String text) {
    String shown = text;
    for (String secret : rendered.texts()) {
      if (secret.strip().length() >= SHORTEST) {
        shown = shown.replace(secret.strip(), "(hidden)");
      }
    }
    return shown;
  }
}
