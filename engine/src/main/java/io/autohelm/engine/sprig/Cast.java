package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoNumbers;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.gotemplate.GoStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values made into numbers and strings by the lenient rules that Sprig uses: never an error. */
final class Cast {
  private Cast() {}

  /** As {@code int64} does: what cannot be read is 0. */
  static long toLong(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Double || value instanceof Float) {
      return truncate(((Number) value).doubleValue());
    }
    if (value instanceof GoInteger number) {
      return number.longValue();
    }
    if (value instanceof String text) {
      Long number = GoNumbers.integerOrNull(withoutZeroDecimals(text), 0);
      return number == null ? 0 : number;
    }
    return value instanceof Boolean bool && bool ? 1 : 0;
  }

  /** Go's conversion of a float to an integer; what does not fit is the smallest integer. */
  static long truncate(double value) {
    boolean fits = value >= -0x1p63 && value < 0x1p63;
    return fits ? (long) value : Long.MIN_VALUE;
  }

  private static String withoutZeroDecimals(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '0') {
      end--;
    }
    boolean zeros = end < text.length();
    return zeros && end > 0 && text.charAt(end - 1) == '.' ? text.substring(0, end - 1) : text;
  }

  /** As {@code float64} does: what cannot be read is 0. */
  static double toDouble(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      Double number = GoNumbers.floatOrNull(text);
      return number == null ? 0 : number;
    }
    return value instanceof Boolean bool && bool ? 1 : 0;
  }

  /** As {@code toString} does. */
  static String toText(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof byte[] bytes) {
      return GoStrings.decode(bytes);
    }
    return GoFormat.text(value);
  }

  /** As {@code dict} makes its keys, of whatever stands there. */
  static String toKey(@Nullable Object value) {
    return value instanceof Map ? GoFormat.keyText(value) : toText(value);
  }

  /** As {@code toStrings} does: the elements, without nil, or the value alone. */
  static List<String> toTexts(@Nullable Object value) {
    Object plain =
        value instanceof GoObject object && object.plain() instanceof List<?> list ? list : value;
    List<String> texts = new ArrayList<>();
    if (plain instanceof List<?> list) {
      for (Object item : list) {
        if (item != null) {
          texts.add(toText(item));
        }
      }
    } else if (plain instanceof byte[] bytes) {
      for (byte b : bytes) {
        texts.add(Integer.toString(b & 0xff));
      }
    } else if (plain != null) {
      texts.add(toText(plain));
    }
    return texts;
  }
}
