package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.Manifest;
import java.util.List;

/**
 * What a chart came to.
 *
 * @param chart the chart without the sub-charts that the values switched off
 * @param hooks in the order of their kinds
 * @param manifests the release's own documents in install order
 * @param notes the rendered NOTES.txt, empty where there is none
 */
public record Rendered(Chart chart, List<Hook> hooks, List<Manifest> manifests, String notes) {
  public Rendered {
    hooks = List.copyOf(hooks);
    manifests = List.copyOf(manifests);
  }

  /**
   * The documents as release records keep them: each behind a separator and its {@code # Source:}
   * line.
   */
  public String manifestText() {
    StringBuilder text = new StringBuilder();
    for (Manifest manifest : manifests) {
      text.append("---\n# Source: ")
          .append(manifest.source())
          .append('\n')
          .append(manifest.content())
          .append('\n');
    }
    return text.toString();
  }

  /**
   * The bytes of a rendered text. A chart may print bytes that are not UTF-8; the text carries them
   * in a way that only this undoes.
   */
  public static byte[] bytes(String text) {
    return GoStrings.encode(text);
  }

  /** The text with those bytes, as rendering carries it. */
  public static String text(byte[] bytes) {
    return GoStrings.decode(bytes);
  }
}
