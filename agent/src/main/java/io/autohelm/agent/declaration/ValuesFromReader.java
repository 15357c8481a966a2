package io.autohelm.agent.declaration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads {@code spec.valuesFrom}: files of the commit, and objects of the cluster. */
final class ValuesFromReader {
  private static final String KEY = "values.yaml";

  private final List<DesiredRelease.ValuesFile> files = new ArrayList<>();
  private final List<ClusterValues.Reference> references = new ArrayList<>();
  private final UnaryOperator<Place> inFile;

  private ValuesFromReader(UnaryOperator<Place> inFile) {
    this.inFile = inFile;
  }

  /**
   * @param inFile from where a field was read to where it stands in the file
   */
  static ValuesFromReader read(SourceFiles files, FieldReader spec, UnaryOperator<Place> inFile) {
    ValuesFromReader found = new ValuesFromReader(inFile);
    int index = 0;
    for (FieldReader from : spec.tables("valuesFrom")) {
      from.allow("file", "optional", "kind", "name", "valuesKey", "targetPath", "literal");
      if (from.has("file") || !from.has("kind")) {
        found.file(files, from);
      } else {
        found.reference(from, "spec.valuesFrom[" + index + "]");
      }
      index++;
    }
    return found;
  }

  List<DesiredRelease.ValuesFile> files() {
    return files;
  }

  ClusterValues references() {
    return references.isEmpty() ? ClusterValues.NONE : new ClusterValues(references);
  }

  private void file(SourceFiles all, FieldReader from) {
    for (String field : List.of("kind", "name", "valuesKey", "targetPath", "literal")) {
      if (from.has(field)) {
        from.problem(
            from.lineOf(field),
            field,
            from.has("file") ? "cannot stand beside file" : "goes with kind, which is missing");
        return;
      }
    }
    String path = from.requiredText("file");
    boolean optional = from.flag("optional", false);
    if (!path.isEmpty() && SourcePaths.isInside(from, "file", path)) {
      if (!optional && all.key(SourcePaths.clean(path)).isEmpty()) {
        from.problem(from.lineOf("file"), "file", "the commit has no file " + Shown.value(path));
      }
      files.add(
          new DesiredRelease.ValuesFile(
              SourcePaths.clean(path), optional, inFile.apply(from.place())));
    }
  }

  private void reference(FieldReader from, String path) {
    boolean isSecret =
        from.word("kind", List.of("ConfigMap", "Secret")).orElse("").equals("Secret");
    String name = from.requiredText("name");
    if (!name.isEmpty()
        && !(name.length() <= 253 && name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?"))) {
      from.problem(
          from.lineOf("name"), "name", "is not a valid name of an object: " + Shown.value(name));
    }
    String key = from.text("valuesKey").orElse(KEY);
    if (!key.matches("[-._a-zA-Z0-9]{1,253}")) {
      from.problem(
          from.lineOf("valuesKey"),
          "valuesKey",
          "expected letters, digits, -, _ and ., met " + Shown.value(key));
    }
    String target = from.text("targetPath").orElse("");
    if (!target.isEmpty() && !target.matches("([-a-zA-Z0-9_.\\\\/]|\\[[0-9]{1,5}\\]){1,250}")) {
      from.problem(
          from.lineOf("targetPath"),
          "targetPath",
          "expected a path such as db.hosts[0].name, met " + Shown.value(target));
    }
    boolean literal = from.flag("literal", false);
    if (literal && !from.has("targetPath")) {
      from.problem(from.lineOf("literal"), "literal", "goes with targetPath, which is missing");
    }
    references.add(
        new ClusterValues.Reference(
            path,
            files.size(),
            isSecret ? ClusterValues.Kind.SECRET : ClusterValues.Kind.CONFIG_MAP,
            name,
            key,
            target,
            from.flag("optional", false),
            literal,
            inFile.apply(from.place())));
  }
}
