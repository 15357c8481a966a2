package io.autohelm.agent.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Git's unified diff of two texts. */
public final class TextDiff {
  private TextDiff() {}

  /**
   * The hunks, without a head; empty for equal texts.
   *
   * @param context how many lines that are the same are shown around those that differ
   */
  public static String unified(String before, String after, int context) {
    RawText a = new RawText(before.getBytes(StandardCharsets.UTF_8));
    RawText b = new RawText(after.getBytes(StandardCharsets.UTF_8));
    EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, a, b);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.setContext(context);
      formatter.format(edits, a, b);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
