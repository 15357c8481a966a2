package io.autohelm.engine.kube;

/** Is told of each request to the API server, also of those that are tried again. */
public interface RequestListener {
  /** Nobody. */
  RequestListener NONE = (verb, code) -> {};

  /**
   * A request was answered, or was not. Must be quick.
   *
   * @param verb the HTTP method, or {@code WATCH}
   * @param code the answer's status; 0 where there was no answer
   */
  void sent(String verb, int code);
}
