package io.autohelm.engine.action;

import java.util.Map;

/** Hears what an action has to say beside its result. Called by the thread that acts. */
public interface ActionListener {
  /** Hears nothing. */
  ActionListener DEAF = new ActionListener() {};

  /**
   * Something that the user should know and that does not end the action.
   *
   * @param message in Helm's words where Helm warns
   * @param details what it is about, in the order in which Helm prints it
   */
  default void warning(String message, Map<String, String> details) {}

  /**
   * What ends the action is said here first where Helm logs it beside its error.
   *
   * @param details what it is about, in the order in which Helm prints it
   */
  default void error(String message, Map<String, String> details) {}

  /** The output of a container of a hook that asks for it to be shown. */
  default void hookLog(PodLog log) {}
}
