package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoValues;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** URLs taken apart and put together. */
final class Urls {
  private Urls() {}

  static void addTo(Table table) {
    table.add("urlParse", "string", a -> parse(a.string(0)));
    table.add("urlJoin", "map[string]any", a -> join(a.map(0)));
  }

  private static Map<String, @Nullable Object> parse(String text) {
    GoUrl url;
    try {
      url = GoUrl.parse(text);
    } catch (GoError e) {
      throw new GoError("unable to parse url: " + e.getMessage(), e);
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("scheme", url.scheme());
    parts.put("host", url.host());
    parts.put("hostname", url.hostname());
    parts.put("path", url.path());
    parts.put("query", url.query());
    parts.put("opaque", url.opaque());
    parts.put("fragment", url.fragment());
    parts.put("userinfo", url.userText());
    return parts;
  }

  private static String join(Map<String, @Nullable Object> parts) {
    String user = part(parts, "userinfo");
    GoUrl.User parsedUser = null;
    if (!user.isEmpty()) {
      try {
        parsedUser = GoUrl.parse("proto://" + user + "@host").user();
      } catch (GoError e) {
        throw new GoError("unable to parse userinfo in dict: " + e.getMessage(), e);
      }
    }
    return new GoUrl(
            part(parts, "scheme"),
            part(parts, "opaque"),
            parsedUser,
            part(parts, "host"),
            part(parts, "path"),
            "",
            part(parts, "query"),
            false,
            part(parts, "fragment"),
            "")
        .toString();
  }

  private static String part(Map<String, @Nullable Object> parts, String key) {
    Object value = parts.get(key);
    if (value == null) {
      if (parts.containsKey(key)) {
        throw new GoError(Args.NIL_USED);
      }
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw new GoError(
        "unable to parse "
            + key
            + " key, must be of type string, but "
            + GoValues.kind(value)
            + " found");
  }
}
