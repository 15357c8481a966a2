package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file that holds declarations: rendered, and read as YAML.
 *
 * @param documents those that are declarations
 * @param hasSets whether it holds a ReleaseSet, and so was not rendered as a whole
 * @param lines from which lines of the file those of the documents come
 * @param problems what is wrong so far, on the documents' lines
 */
record DeclarationText(
    String file,
    List<Node.MapNode> documents,
    boolean hasSets,
    RenderedLines lines,
    List<Problem> problems) {
  private static final String GROUP = "autohelm.io/";

  /**
   * What a text must say to be read at all: that our group is named in a label, say, of a template
   * in another language is not enough.
   */
  private static final Pattern DECLARATION =
      Pattern.compile("apiVersion[\"']?\\s*:\\s*[\"']?autohelm\\.io/");

  /** A file with one is not rendered as a whole: its templates are, for each element. */
  private static final Pattern RELEASE_SET =
      Pattern.compile("(?m)^\\s*[\"']?kind[\"']?\\s*:\\s*[\"']?ReleaseSet\\b");

  /** All such files below a path. */
  static List<DeclarationText> all(SourceFiles files, String path, Map<String, ?> variables) {
    List<DeclarationText> found = new ArrayList<>();
    DeclarationTemplate.Engine engine = new DeclarationTemplate.Engine();
    for (SourceFiles.Entry entry : files.list(path)) {
      if (isYaml(entry.path()) && !isInChart(files, entry.path())) {
        try {
          String text =
              StandardCharsets.UTF_8
                  .newDecoder()
                  .decode(ByteBuffer.wrap(files.read(entry)))
                  .toString();
          if (DECLARATION.matcher(text).find()) {
            found.add(of(entry.path(), text, variables, engine));
          }
        } catch (CharacterCodingException e) {
          // No text, so no declaration.
        }
      }
    }
    return found;
  }

  private static boolean isYaml(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }

  /** The templates of a chart are YAML in name only. */
  private static boolean isInChart(SourceFiles files, String path) {
    int templates = path.lastIndexOf("/templates/");
    return templates >= 0 && files.key(path.substring(0, templates) + "/Chart.yaml").isPresent();
  }

  private static DeclarationText of(
      String file, String text, Map<String, ?> variables, DeclarationTemplate.Engine engine) {
    DeclarationTemplate.Outcome rendered = rendered(text, variables, engine);
    List<Problem> problems = new ArrayList<>();
    List<Node.MapNode> documents = new ArrayList<>();
    boolean hasSets = RELEASE_SET.matcher(text).find();
    if (rendered.text() == null) {
      problems.add(new Problem(file, rendered.line(), "", "Jinja: " + rendered.message()));
      return new DeclarationText(
          file, documents, hasSets, RenderedLines.same(text, text), problems);
    }
    try {
      for (Yaml.Document document : Yaml.parseDocuments(rendered.text())) {
        if (document.root() instanceof Node.MapNode map && isDeclaration(map)) {
          documents.add(map);
        }
      }
    } catch (YamlException e) {
      problems.add(new Problem(file, e.line(), e.column(), "", String.valueOf(e.getMessage())));
    }
    return new DeclarationText(
        file,
        documents,
        hasSets,
        DeclarationTemplate.lines(text, rendered.text(), variables),
        problems);
  }

  /** The text that is read as YAML. */
  static DeclarationTemplate.Outcome rendered(
      String text, Map<String, ?> variables, DeclarationTemplate.Engine engine) {
    return RELEASE_SET.matcher(text).find()
        ? new DeclarationTemplate.Outcome(text, 0, "")
        : new DeclarationTemplate(engine).render(text, variables);
  }

  private static boolean isDeclaration(Node.MapNode document) {
    return document.get("apiVersion") instanceof Node.ScalarNode version
        && version.value() instanceof String text
        && text.startsWith(GROUP);
  }

  /** The problems at their places in the file. */
  List<Problem> located() {
    return problems.stream().map(lines::inSource).toList();
  }
}
