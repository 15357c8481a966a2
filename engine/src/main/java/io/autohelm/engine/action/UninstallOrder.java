package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KindOrder;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Objects in the order in which Helm takes them away. */
final class UninstallOrder {
  private UninstallOrder() {}

  static List<KubeObject> of(List<KubeObject> objects) {
    List<KubeObject> ordered = new ArrayList<>(objects);
    ordered.sort(Comparator.comparing(KubeObject::kind, KindOrder.UNINSTALL));
    return ordered;
  }
}
