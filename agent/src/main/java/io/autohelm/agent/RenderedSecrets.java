package io.autohelm.agent;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts in the Secrets of revisions: what ends there is shown nowhere. */
record RenderedSecrets(List<String> texts) {
  /** What is shorter is in every text, and tells nothing. */
  private static final int SHORTEST = 4;

  RenderedSecrets {
    texts = List.copyOf(texts);
  }

  /** The texts of some revisions; those that are null count for nothing. */
  static RenderedSecrets of(@Nullable Release... revisions) {
    List<String> texts = new ArrayList<>();
    for (Release revision : revisions) {
      if (revision != null) {
        collect(revision.manifest(), texts);
        for (HookRun run : revision.hooks()) {
          collect(run.hook().manifest(), texts);
        }
      }
    }
    return new RenderedSecrets(texts);
  }

  /** The same of a manifest. */
  static RenderedSecrets in(String manifest) {
    List<String> texts = new ArrayList<>();
    collect(manifest, texts);
    return new RenderedSecrets(texts);
  }

  private static void collect(String manifest, List<String> texts) {
    for (KubeObject object : KubeObject.parseAll(manifest)) {
      if (object.kind().equals("Secret") && object.group().isEmpty()) {
        if (object.tree().get("data") instanceof Map<?, ?> data) {
          data.values().forEach(value -> texts.add(decoded(String.valueOf(value))));
        }
        if (object.tree().get("stringData") instanceof Map<?, ?> data) {
          data.values().forEach(value -> texts.add(String.valueOf(value)));
        }
      }
    }
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // the server will refuse it; until then it is nobody's business
    }
  }

  /** Whether a value is, or is part of, what one of them holds. */
  boolean contains(@Nullable Object value) {
    if (!(value instanceof String || value instanceof Number)) {
      return false;
    }
    String text =
        value instanceof Double number && number == Math.rint(number)
            ? Long.toString(number.longValue())
            : String.valueOf(value).strip();
    return texts.stream()
        .anyMatch(
            secret ->
                secret.strip().equals(text)
                    ? !text.isEmpty()
                    : text.length() >= SHORTEST && secret.contains(text));
  }
}
