package io.autohelm.agent.drift;

import com.google.re2j.Pattern;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A field's value as people may see it: short, and hidden where it is a Secret's or is called like
 * something secret.
 */
public final class ShownValue {
  private static final String HIDDEN = "(hidden)";
  private static final int LONGEST = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(passw|secret|token|credential|api[-_.]?key|private[-_.]?key|access[-_.]?key)");
  private static final Pattern REFERENCE = Pattern.compile("(?i)(name|ref)$");

  /** Where kubectl keeps the whole object, as a JSON pointer. */
  public static final String LAST_APPLIED =
      "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";

  private ShownValue() {}

  /** The value at a JSON pointer as JSON; null where there is none. */
  static @Nullable String of(KubeObject object, String path) {
    Object value = object.tree();
    boolean isHidden = isOfSecret(object, path);
    for (String step : path.substring(1).split("/", -1)) {
      String name = step.replace("~1", "/").replace("~0", "~");
      if (value instanceof Map<?, ?> map) {
        value = map.get(name);
        isHidden = isHidden || isSecret(name) || (name.equals("value") && isSecret(map));
      } else if (value instanceof List<?> list && name.matches("[0-9]{1,6}")) {
        int place = Integer.parseInt(name);
        value = place < list.size() ? list.get(place) : null;
      } else {
        return null;
      }
    }
    if (value == null) {
      return null;
    }
    return of(value, isHidden, UnaryOperator.identity());
  }

  /**
   * A value as JSON, what is called like something secret in it hidden.
   *
   * @param redaction hides in a text what is known to be secret
   */
  public static String of(Object value, boolean isHidden, UnaryOperator<String> redaction) {
    String text = isHidden ? HIDDEN : redaction.apply(Json.printRaw(masked(value)));
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  private static boolean isOfSecret(KubeObject object, String path) {
    boolean isSecret = object.kind().equals("Secret") && object.group().isEmpty();
    return isSecret
        && (path.startsWith("/data")
            || path.startsWith("/stringData")
            || path.equals("/metadata/annotations")
            || path.equals("/metadata")
            || path.equals(LAST_APPLIED));
  }

  /** Whether what bears the name is to be hidden. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name).find() && !REFERENCE.matcher(name).find();
  }

  /** A variable of a container, say, whose name tells what it is. */
  public static boolean isSecret(Map<?, ?> item) {
    return item.get("name") instanceof String name && isSecret(name);
  }

  private static @Nullable Object masked(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      map.forEach(
          (key, below) -> {
            String name = String.valueOf(key);
            boolean isHidden = isSecret(name) || (name.equals("value") && isSecret(map));
            shown.put(name, isHidden ? HIDDEN : masked(below));
          });
      return shown;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> shown = new ArrayList<>();
      list.forEach(item -> shown.add(masked(item)));
      return shown;
    }
    return value;
  }
}
