package io.autohelm.engine.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import io.autohelm.engine.gotemplate.GoQuote;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** One finding in the words of Helm's validator, numbers written as in English prose. */
final class SchemaWords {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final List<String> TYPES =
      List.of("null", "boolean", "number", "integer", "string", "array", "object");

  private SchemaWords() {}

  static String of(String keyword, ValidationMessage message) {
    JsonNode wanted = message.getSchemaNode();
    JsonNode met = message.getInstanceNode();
    return switch (keyword) {
      case "false" -> "false schema";
      case "type" -> "got " + type(met) + ", want " + types(wanted);
      case "const" ->
          wanted.isContainerNode() ? "'const' failed" : "value must be " + shown(wanted);
      case "enum" -> choice(wanted);
      case "format" -> argument(message, 0);
      case "required" -> required(missing(wanted, met));
      case "minProperties", "maxProperties", "minItems", "maxItems" ->
          keyword + ": got " + number(met.size()) + ", want " + number(wanted.asLong());
      case "minLength", "maxLength" -> {
        String text = met.textValue();
        int length = text.codePointCount(0, text.length());
        yield keyword + ": got " + number(length) + ", want " + number(wanted.asLong());
      }
      case "pattern" ->
          quote(met.textValue()) + " does not match pattern " + quote(wanted.textValue());
      case "minimum", "maximum" -> limit(keyword, met, wanted);
      case "exclusiveMinimum", "exclusiveMaximum", "multipleOf" -> compared(keyword, met, wanted);
      case "not" -> "'not' failed";
      case SchemaRefKeyword.NAME ->
          "both %s and %s resolve to %s causing reference cycle"
              .formatted(
                  argument(message, 0), argument(message, 1), GoQuote.quote(argument(message, 2)));
      default -> String.valueOf(message.getError());
    };
  }

  private static String argument(ValidationMessage message, int index) {
    @Nullable Object[] arguments = message.getArguments();
    return index < arguments.length ? String.valueOf(arguments[index]) : "";
  }

  /** Draft 4 says in another keyword that a limit itself is out of bounds. */
  private static String limit(String keyword, JsonNode met, JsonNode wanted) {
    boolean isLimit = met.decimalValue().compareTo(wanted.decimalValue()) == 0;
    String name =
        !isLimit ? keyword : keyword.equals("minimum") ? "exclusiveMinimum" : "exclusiveMaximum";
    return compared(name, met, wanted);
  }

  private static String compared(String keyword, JsonNode met, JsonNode wanted) {
    return keyword
        + ": got "
        + number(met.doubleValue())
        + ", want "
        + number(wanted.doubleValue());
  }

  private static String type(JsonNode met) {
    return switch (met.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> "number";
      case OBJECT -> "object";
      default -> "string";
    };
  }

  private static String types(JsonNode wanted) {
    if (!wanted.isArray()) {
      return wanted.asText();
    }
    StringJoiner joined = new StringJoiner(" or ");
    for (String type : TYPES) {
      for (JsonNode item : wanted) {
        if (item.asText().equals(type)) {
          joined.add(type);
          break;
        }
      }
    }
    return joined.toString();
  }

  private static String choice(JsonNode wanted) {
    StringJoiner joined = new StringJoiner(", ");
    for (JsonNode item : wanted) {
      if (item.isContainerNode()) {
        return "'enum' failed";
      }
      joined.add(shown(item));
    }
    return "value must be " + (wanted.size() == 1 ? "" : "one of ") + joined;
  }

  private static String shown(JsonNode value) {
    if (value.isTextual()) {
      return quote(value.textValue());
    }
    return value.isNull() ? "<nil>" : value.asText();
  }

  static List<String> missing(JsonNode names, JsonNode instance) {
    List<String> missing = new ArrayList<>();
    if (names.isArray()) {
      names.forEach(
          name -> {
            if (!instance.has(name.asText())) {
              missing.add(name.asText());
            }
          });
    }
    return missing;
  }

  private static String required(List<String> missing) {
    return (missing.size() == 1 ? "missing property " : "missing properties ") + joined(missing);
  }

  static String joined(Collection<String> names) {
    StringJoiner joined = new StringJoiner(", ");
    names.forEach(name -> joined.add(quote(name)));
    return joined.toString();
  }

  static String quote(String text) {
    String quoted = GoQuote.quote(text);
    // In this order, as Helm's does: a backslash at the end is halved.
    String bare = quoted.replace("\\\"", "\"").replace("'", "\\'");
    return "'" + bare.substring(1, bare.length() - 1) + "'";
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent < -4 || exponent >= 6) {
      String mantissa = exact.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      return mantissa + "×10" + superscript(exponent);
    }
    String plain = exact.toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String rest = point < 0 ? "" : plain.substring(point);
    boolean negative = whole.startsWith("-");
    long size = Long.parseLong(negative ? whole.substring(1) : whole);
    return (negative ? "-" : "") + number(size) + rest;
  }

  private static String superscript(int exponent) {
    StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
    String digits = String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    digits.chars().forEach(c -> text.append(SUPERSCRIPTS.charAt(c - '0')));
    return text.toString();
  }
}
