package io.autohelm.agent.cli;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release that is only shown, with the Secrets left out of its manifest. */
final class HiddenSecrets {
  private static final Pattern SOURCE = Pattern.compile("\\A(# Source: [^\\n]*\\n)");

  private HiddenSecrets() {}

  static Release in(Release release) {
    List<String> shown = new ArrayList<>();
    for (String document : release.manifest().split("(?m)^---\\n", -1)) {
      Matcher source = SOURCE.matcher(document);
      shown.add(
          isSecret(document) && source.find()
              ? source.group(1) + "# HIDDEN: The Secret output has been suppressed\n"
              : document);
    }
    return release.withManifest(String.join("---\n", shown));
  }

  private static boolean isSecret(String document) {
    try {
      return KubeObject.parseAll(document).stream()
          .anyMatch(object -> object.kind().equals("Secret") && object.apiVersion().equals("v1"));
    } catch (ManifestException e) {
      return true; // what cannot be read is rather hidden than shown
    }
  }
}
