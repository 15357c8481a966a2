package io.autohelm.agent.reconcile;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.patch.PostRenderers;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.yaml.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a revision was made of, as a digest in the labels of its record. So an unchanged release is
 * recognised without rendering it, after a restart too, and templates that draw random values do
 * not upgrade for ever.
 */
record Inputs(String digest) {
  static final String SOURCE_LABEL = "autohelm.io/source";
  private static final String DIGEST_LABEL = "autohelm.io/inputs";
  private static final String REVISION_LABEL = "autohelm.io/revision";
  private static final String COMMIT_LABEL = "autohelm.io/commit";
  private static final int DIGITS = 40;

  /** What a label takes; a commit's SHA-256 is one digit longer, and its beginning serves. */
  private static final int LONGEST = 63;

  static Inputs of(Chart chart, Map<String, @Nullable Object> values) {
    return of(chart, values, PostRenderers.NONE);
  }

  static Inputs of(Chart chart, Map<String, @Nullable Object> values, PostRenderers postRenderers) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(chart.digest().getBytes(StandardCharsets.UTF_8));
      sha.update(Json.print(values).getBytes(StandardCharsets.UTF_8));
      if (!postRenderers.isEmpty()) {
        sha.update(postRenderers.toString().getBytes(StandardCharsets.UTF_8));
      }
      return new Inputs(HexFormat.of().formatHex(sha.digest()).substring(0, DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Takes away what tells of what a revision was made. */
  static void forget(Map<String, String> labels) {
    labels.remove(DIGEST_LABEL);
    labels.remove(REVISION_LABEL);
    labels.remove(COMMIT_LABEL);
  }

  /**
   * The labels for the record of the revision that is made of these inputs.
   *
   * @param commit the commit that declares them; empty where there is none
   */
  Map<String, String> labels(String source, String commit, int revision) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(SOURCE_LABEL, source);
    labels.put(DIGEST_LABEL, digest);
    labels.put(REVISION_LABEL, Integer.toString(revision));
    if (!commit.isEmpty()) {
      labels.put(COMMIT_LABEL, commit.substring(0, Math.min(LONGEST, commit.length())));
    }
    return labels;
  }

  /**
   * Whether the revision was made of these inputs by an agent. Helm hands labels on to its own
   * revisions, hence the look at the number: what somebody upgraded by hand is not ours.
   */
  boolean made(Release release) {
    return digest.equals(release.labels().get(DIGEST_LABEL))
        && Integer.toString(release.revision()).equals(release.labels().get(REVISION_LABEL));
  }
}
