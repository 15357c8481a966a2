package io.autohelm.engine.action;

import java.nio.file.Path;
import java.util.List;

/** Somebody who acts on releases: a real Helm, or this library. Each method gives what was said. */
interface Hand {
  /** What is said of what went well and has nothing to tell. */
  String OK = "ok";

  /**
   * The release of a test.
   *
   * @param chart its folder
   */
  record Place(String name, String namespace, Path chart) {}

  String install(Place place, String values, List<HandOption> options);

  String upgrade(Place place, String values, List<HandOption> options);

  String rollback(Place place, int revision, List<HandOption> options);

  String uninstall(Place place, List<HandOption> options);

  String test(Place place, List<String> filters);
}
