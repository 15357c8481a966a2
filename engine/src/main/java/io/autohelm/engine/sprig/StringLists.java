package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoMap;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.gotemplate.GoType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strings split and joined. */
final class StringLists {
  private StringLists() {}

  static void addTo(Table table) {
    table.add("join", "string, any", a -> String.join(a.string(0), Cast.toTexts(a.any(1))));
    table.add(
        "splitList", "string, string", a -> GoList.strings(split(a.string(1), a.string(0), -1)));
    table.add("split", "string, string", a -> numbered(split(a.string(1), a.string(0), -1)));
    table.add(
        "splitn",
        "string, int, string",
        a -> numbered(split(a.string(2), a.string(0), a.number(1))));
    table.add("sortAlpha", "any", a -> sorted(a.any(0)));
    table.add("toStrings", "any", a -> GoList.strings(Cast.toTexts(a.any(0))));
  }

  /** Go's {@code strings.SplitN}; a negative limit is none. */
  static List<String> split(String text, String separator, long limit) {
    List<String> parts = new ArrayList<>();
    if (limit == 0) {
      return parts;
    }
    int start = 0;
    if (separator.isEmpty()) {
      while (start < text.length() && (limit < 0 || parts.size() < limit - 1)) {
        int end = start + Character.charCount(text.codePointAt(start));
        add(parts, text.substring(start, end));
        start = end;
      }
      if (start < text.length()) {
        parts.add(text.substring(start));
      }
      return parts;
    }
    int end = text.indexOf(separator);
    while (end >= 0 && (limit < 0 || parts.size() < limit - 1)) {
      add(parts, text.substring(start, end));
      start = end + separator.length();
      end = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static void add(List<String> parts, String part) {
    if (parts.size() >= Budget.LONGEST_LIST) {
      throw Budget.tooMany();
    }
    parts.add(part);
  }

  private static GoMap numbered(List<String> parts) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      map.put("_" + i, parts.get(i));
    }
    return GoMap.of(GoType.STRING_MAP, map);
  }

  private static GoList sorted(@Nullable Object value) {
    List<String> texts = new ArrayList<>(Cast.toTexts(value));
    if (value == null) {
      texts.add("<nil>");
    }
    if (value instanceof List || value instanceof byte[]) {
      texts.sort(GoStrings::compare);
    }
    return GoList.strings(texts);
  }
}
