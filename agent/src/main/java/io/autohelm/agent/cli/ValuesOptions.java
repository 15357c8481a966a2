package io.autohelm.agent.cli;

import io.autohelm.engine.values.SetSyntax;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Helm's options for values, laid over each other in Helm's order. */
final class ValuesOptions {
  @Option(
      names = {"-f", "--values"},
      paramLabel = "FILE",
      split = ",",
      description = "Values in a YAML file, - for standard input; may be repeated, the last wins")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set values, for example a.b=1,c={x,y}")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--set-string",
      paramLabel = "KEY=VALUE",
      description = "Set values that are always text")
  private List<String> setString = new ArrayList<>();

  @Option(
      names = "--set-file",
      paramLabel = "KEY=FILE",
      description = "Set values to the contents of files")
  private List<String> setFile = new ArrayList<>();

  @Option(
      names = "--set-json",
      paramLabel = "KEY=JSON",
      description = "Set values given as JSON, or a whole object")
  private List<String> setJson = new ArrayList<>();

  @Option(
      names = "--set-literal",
      paramLabel = "KEY=TEXT",
      description = "Set one value to all that follows the =")
  private List<String> setLiteral = new ArrayList<>();

  /**
   * The values that the options give.
   *
   * @throws ValuesException in Helm's words
   */
  Map<String, @Nullable Object> values() {
    List<Map<String, @Nullable Object>> layers = new ArrayList<>();
    for (String file : files) {
      layers.add(ValuesLayers.read(read(file), file));
    }
    Map<String, @Nullable Object> values = ValuesLayers.merge(layers);
    for (String text : setJson) {
      values = json(text, values);
    }
    apply(set, "--set", values, SetSyntax::set);
    apply(setString, "--set-string", values, SetSyntax::setString);
    apply(
        setFile,
        "--set-file",
        values,
        (text, into) -> SetSyntax.setFile(text, into, ValuesOptions::read));
    apply(setLiteral, "--set-literal", values, SetSyntax::setLiteral);
    return values;
  }

  private static void apply(
      List<String> texts,
      String option,
      Map<String, @Nullable Object> values,
      BiConsumer<String, Map<String, @Nullable Object>> parse) {
    for (String text : texts) {
      try {
        parse.accept(text, values);
      } catch (ValuesException e) {
        throw new ValuesException("failed parsing " + option + " data: " + e.getMessage());
      }
    }
  }

  private static String read(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new ValuesException("open " + file + ": no such file or directory");
    } catch (IOException e) {
      throw new ValuesException("read " + file + ": " + e.getMessage());
    }
  }

  private static Map<String, @Nullable Object> json(
      String text, Map<String, @Nullable Object> values) {
    if (!text.strip().startsWith("{")) {
      try {
        SetSyntax.setJson(text, values);
      } catch (ValuesException e) {
        throw new ValuesException("failed parsing --set-json data " + text);
      }
      return values;
    }
    try {
      if (Json.parse(text) instanceof Map<?, ?> object) {
        return ValuesLayers.merge(List.of(values, table(object)));
      }
    } catch (YamlException e) {
      throw new ValuesException("failed parsing --set-json data JSON: " + text);
    }
    return values;
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(Map<?, ?> object) {
    return (Map<String, @Nullable Object>) object;
  }
}
