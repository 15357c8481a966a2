package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoMap;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All functions that Helm gives to a chart: Sprig's, Helm's own for YAML, JSON, TOML and durations,
 * and the names of those that each rendering brings along ({@code include}, {@code tpl} and others;
 * see {@link TemplateRun}).
 */
public final class HelmFunctions {
  private final Map<String, GoFunction> table = new LinkedHashMap<>();

  public HelmFunctions(SprigFunctions sprig) {
    table.putAll(sprig.table());
    addYaml();
    addJson();
    table.put("toToml", GoFunction.of("any", args -> tomlOrComplaint(args.get(0))));
    table.put("mustToToml", GoFunction.of("any", args -> Toml.print(args.get(0))));
    table.put("fromToml", GoFunction.of("string", args -> tomlMap(text(args))));
    Durations.addTo(table);
    table.put("include", GoFunction.late("string, any"));
    table.put("tpl", GoFunction.late("string, any"));
    table.put("required", GoFunction.late("string, any"));
    table.put("fail", GoFunction.late("string"));
    table.put("lookup", GoFunction.late("string, string, string, string"));
    table.put("getHostByName", GoFunction.late("string"));
  }

  /** The functions by name. */
  public Map<String, GoFunction> table() {
    return Map.copyOf(table);
  }

  private void addYaml() {
    table.put("toYaml", GoFunction.of("any", args -> orNothing(args.get(0), HelmFunctions::yaml)));
    table.put(
        "mustToYaml", GoFunction.of("any", args -> orError(args.get(0), HelmFunctions::yaml)));
    table.put(
        "toYamlPretty",
        GoFunction.of(
            "any",
            args ->
                orNothing(
                    GoValues.plainWithoutNil(args.get(0)),
                    v -> withoutLineEnd(Yaml.printPretty(v)))));
    table.put("fromYaml", GoFunction.of("string", args -> map(text(args), YAML)));
    table.put("fromYamlArray", GoFunction.of("string", args -> list(text(args), YAML)));
  }

  private void addJson() {
    table.put("toJson", GoFunction.of("any", args -> orNothing(args.get(0), Json::print)));
    table.put("mustToJson", GoFunction.of("any", args -> orError(args.get(0), Json::print)));
    table.put(
        "toPrettyJson", GoFunction.of("any", args -> orNothing(args.get(0), Json::printPretty)));
    table.put(
        "mustToPrettyJson", GoFunction.of("any", args -> orError(args.get(0), Json::printPretty)));
    table.put("toRawJson", GoFunction.of("any", args -> orError(args.get(0), Json::printRaw)));
    table.put("mustToRawJson", GoFunction.of("any", args -> orError(args.get(0), Json::printRaw)));
    table.put("fromJson", GoFunction.of("string", args -> map(text(args), JSON)));
    table.put("fromJsonArray", GoFunction.of("string", args -> list(text(args), JSON)));
    table.put(
        "mustFromJson",
        GoFunction.of(
            "string",
            args -> {
              try {
                return Json.parse(text(args));
              } catch (YamlException e) {
                throw new GoError(String.valueOf(e.getMessage()), e);
              }
            }));
  }

  private static String text(List<@Nullable Object> args) {
    return String.valueOf(args.get(0));
  }

  private interface Printing {
    String print(@Nullable Object value);
  }

  private static String yaml(@Nullable Object value) {
    return withoutLineEnd(Yaml.print(value));
  }

  private static String withoutLineEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String orNothing(@Nullable Object value, Printing printing) {
    try {
      return printing.print(GoValues.plain(value));
    } catch (YamlException e) {
      return "";
    }
  }

  private static String orError(@Nullable Object value, Printing printing) {
    try {
      return printing.print(GoValues.plain(value));
    } catch (YamlException e) {
      throw new GoError(String.valueOf(e.getMessage()), e);
    }
  }

  /** What the library panics about, nil at the top, is no text but an error. */
  private static String tomlOrComplaint(@Nullable Object value) {
    try {
      return Toml.print(value);
    } catch (GoError e) {
      if (GoValues.plain(value) == null && !(value instanceof GoList)) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * A language to read, with what Go says before an error about a type, and whether a null leaves
   * the empty collection that was there or makes it nil.
   */
  private record Reading(
      Function<String, @Nullable Object> parse, String typeError, boolean nullIsEmpty) {}

  private static final Reading YAML =
      new Reading(Yaml::parse, "error unmarshaling JSON: while decoding JSON: ", true);
  private static final Reading JSON = new Reading(Json::parse, "", false);

  private static Map<String, @Nullable Object> map(String text, Reading reading) {
    try {
      Object value = reading.parse.apply(text);
      if (value == null) {
        return reading.nullIsEmpty ? new LinkedHashMap<>() : GoMap.nil();
      }
      if (value instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked") // What YAML and JSON read has string keys.
        Map<String, @Nullable Object> result = (Map<String, @Nullable Object>) map;
        return result;
      }
      return error(wrongType(value, "map[string]interface {}", reading));
    } catch (YamlException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, @Nullable Object> error(String message) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("Error", message);
    return map;
  }

  private static List<@Nullable Object> list(String text, Reading reading) {
    List<@Nullable Object> result = new ArrayList<>();
    try {
      Object value = reading.parse.apply(text);
      if (value == null) {
        return reading.nullIsEmpty ? result : GoList.nil();
      }
      if (value instanceof List<?> list) {
        result.addAll(list);
      } else {
        result.add(wrongType(value, "[]interface {}", reading));
      }
    } catch (YamlException e) {
      result.add(String.valueOf(e.getMessage()));
    }
    return result;
  }

  private static String wrongType(Object value, String wanted, Reading reading) {
    String met =
        value instanceof Map
            ? "object"
            : value instanceof List
                ? "array"
                : value instanceof String ? "string" : value instanceof Boolean ? "bool" : "number";
    return reading.typeError + "json: cannot unmarshal " + met + " into Go value of type " + wanted;
  }

  private static Map<String, @Nullable Object> tomlMap(String text) {
    try {
      return Toml.parse(text);
    } catch (GoError e) {
      return error(e.getMessage());
    }
  }
}
