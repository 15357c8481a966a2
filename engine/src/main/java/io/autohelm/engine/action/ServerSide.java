package io.autohelm.engine.action;

/** Whether objects are merged by the API server (server-side apply) or here, as Helm 3 does. */
public enum ServerSide {
  /** Server-side apply. */
  TRUE,
  /** A patch that is computed here, of what was, what is and what shall be. */
  FALSE,
  /**
   * As the release's last revision was written ({@code apply_method} of its record); a new release
   * is written by server-side apply.
   */
  AUTO
}
