package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** Who acts on releases. Every method fails where the action does. */
interface Actor {
  /**
   * Installs.
   *
   * @param values as {@code --set} takes them
   */
  void install(String namespace, String release, Path chart, String values, boolean wait)
      throws IOException;

  /** Upgrades. */
  void upgrade(String namespace, String release, Path chart, String values, boolean wait)
      throws IOException;

  /** Uninstalls. */
  void uninstall(String namespace, String release, boolean wait) throws IOException;
}
