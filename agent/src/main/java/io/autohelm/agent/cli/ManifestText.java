package io.autohelm.agent.cli;

import io.autohelm.engine.chart.GoPathMatch;
import io.autohelm.engine.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text that {@code helm template} prints. */
final class ManifestText {
  private static final Pattern SOURCE = Pattern.compile("# Source: [^/\\n]+/(.+)");

  private ManifestText() {}

  static String of(List<TemplateCommand.Piece> pieces) {
    StringBuilder manifest = new StringBuilder();
    StringBuilder hooks = new StringBuilder();
    for (TemplateCommand.Piece piece : pieces) {
      (piece.isHook() ? hooks : manifest)
          .append("---\n# Source: ")
          .append(piece.source())
          .append('\n')
          .append(piece.content())
          .append('\n');
    }
    return manifest.toString().strip() + "\n" + hooks;
  }

  /** The documents that come of certain templates, each as it is to be printed. */
  static List<String> select(String text, List<String> templates) {
    List<String> documents = Manifests.split(text);
    List<String> selected = new ArrayList<>();
    for (String template : templates) {
      boolean isMissing = true;
      for (String document : documents) {
        Matcher source = SOURCE.matcher(document);
        if (source.find() && GoPathMatch.matches(template, source.group(1))) {
          selected.add("---\n" + document + "\n");
          isMissing = false;
        }
      }
      if (isMissing) {
        throw new CommandException(1, "could not find template " + template + " in chart");
      }
    }
    return selected;
  }
}
