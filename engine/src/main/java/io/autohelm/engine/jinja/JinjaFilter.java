package io.autohelm.engine.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that charts need and Jinjava has not, in Helm's sense. */
record JinjaFilter(String name, Body body) implements Filter {
  private static final int WIDEST = 1000;

  @FunctionalInterface
  interface Body {
    @Nullable Object of(@Nullable Object value, String... args);
  }

  static List<JinjaFilter> all() {
    return List.of(
        new JinjaFilter("to_yaml", (value, args) -> yaml(value)),
        new JinjaFilter("to_json", (value, args) -> Json.print(PlainData.of(value))),
        new JinjaFilter("nindent", (value, args) -> "\n" + indented(value, args)),
        new JinjaFilter("indent_all", JinjaFilter::indented),
        new JinjaFilter("quote", (value, args) -> Json.print(text(value))),
        new JinjaFilter(
            "b64encode",
            (value, args) ->
                Base64.getEncoder().encodeToString(text(value).getBytes(StandardCharsets.UTF_8))),
        new JinjaFilter(
            "b64decode",
            (value, args) ->
                new String(Base64.getDecoder().decode(text(value)), StandardCharsets.UTF_8)),
        new JinjaFilter("required", JinjaFilter::required));
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public @Nullable Object filter(
      @Nullable Object value, JinjavaInterpreter interpreter, String... args) {
    return body.of(value, args);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String yaml(@Nullable Object value) {
    return Yaml.print(PlainData.of(value)).stripTrailing();
  }

  private static String indented(@Nullable Object value, String... args) {
    int width = args.length == 0 ? 2 : Integer.parseInt(args[0].strip());
    if (width < 0 || width > WIDEST) {
      throw new IllegalArgumentException("an indent is at most " + WIDEST + " wide: " + width);
    }
    String blank = " ".repeat(width);
    return blank + text(value).replace("\n", "\n" + blank);
  }

  private static @Nullable Object required(@Nullable Object value, String... args) {
    boolean empty =
        value == null
            || value.toString().isEmpty()
            || (value instanceof Map<?, ?> map && map.isEmpty());
    if (empty) {
      throw new Refusal(args.length == 0 ? "a value is required" : args[0]);
    }
    return value;
  }

  /** A chart's own refusal of its values. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message, null, false, false);
    }
  }
}
