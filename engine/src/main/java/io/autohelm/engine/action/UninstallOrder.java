package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KindOrder;
import io.autohelm.engine.manifest.KubeDocument;
import io.autohelm.engine.manifest.KubeObject;
import java.util.Comparator;
import java.util.List;

/**
 * Objects in the order in which Helm takes them away: by the kinds of their documents, so that the
 * items of a list go when a kind that Helm does not know goes.
 */
final class UninstallOrder {
  private UninstallOrder() {}

  static List<KubeObject> of(String manifest) {
    return KubeObject.documents(manifest).stream()
        .sorted(Comparator.comparing(KubeDocument::kind, KindOrder.UNINSTALL))
        .flatMap(document -> document.objects().stream())
        .toList();
  }
}
