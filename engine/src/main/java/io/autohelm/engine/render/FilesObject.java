package io.autohelm.engine.render;

import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoKind;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.yaml.Yaml;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code .Files}: the files of a chart that are neither templates nor values. */
final class FilesObject implements GoObject {
  private final Map<String, @Nullable Object> files;
  private @Nullable String printed;

  private FilesObject(Map<String, @Nullable Object> files) {
    this.files = files;
  }

  static FilesObject of(List<ChartFile> files) {
    TreeMap<String, @Nullable Object> byName = new TreeMap<>();
    files.forEach(file -> byName.put(file.name(), file.data()));
    return new FilesObject(byName);
  }

  @Override
  public String typeName() {
    return "engine.files";
  }

  @Override
  public GoKind kind() {
    return GoKind.MAP;
  }

  @Override
  public Map<String, @Nullable Object> plain() {
    return files;
  }

  @Override
  public String printed() {
    String known = printed;
    if (known == null) {
      known = GoFormat.keyText(files);
      printed = known;
    }
    return known;
  }

  @Override
  public @Nullable GoFunction method(String name) {
    return switch (name) {
      case "Get" -> GoFunction.of("string", args -> text(bytes(args.get(0))));
      case "GetBytes" -> GoFunction.of("string", args -> bytes(args.get(0)));
      case "Glob" -> GoFunction.of("string", args -> matching(String.valueOf(args.get(0))));
      case "Lines" -> GoFunction.of("string", args -> lines(text(bytes(args.get(0)))));
      case "AsConfig" -> GoFunction.of("", args -> asYaml(FilesObject::text));
      case "AsSecrets" -> GoFunction.of("", args -> asYaml(Base64.getEncoder()::encodeToString));
      default -> null;
    };
  }

  private byte[] bytes(@Nullable Object name) {
    return files.get(String.valueOf(name)) instanceof byte[] data ? data : new byte[0];
  }

  private static String text(byte[] data) {
    return GoStrings.decode(data);
  }

  private FilesObject matching(String pattern) {
    Glob glob = Glob.of(pattern);
    TreeMap<String, @Nullable Object> found = new TreeMap<>();
    files.forEach(
        (name, data) -> {
          if (glob.matches(name)) {
            found.put(name, data);
          }
        });
    return new FilesObject(found);
  }

  private static GoList lines(String text) {
    if (text.isEmpty()) {
      return GoList.strings(List.of());
    }
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return GoList.strings(Arrays.asList(body.split("\n", -1)));
  }

  /** Base names to contents as YAML, for the data of a ConfigMap or Secret. */
  private String asYaml(Function<byte[], String> print) {
    TreeMap<String, @Nullable Object> byBaseName = new TreeMap<>();
    files.forEach(
        (name, data) -> {
          if (data instanceof byte[] content) {
            byBaseName.put(name.substring(name.lastIndexOf('/') + 1), print.apply(content));
          }
        });
    String yaml = Yaml.print(byBaseName);
    return yaml.endsWith("\n") ? yaml.substring(0, yaml.length() - 1) : yaml;
  }
}
