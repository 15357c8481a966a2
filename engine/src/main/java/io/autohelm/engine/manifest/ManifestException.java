package io.autohelm.engine.manifest;

/** Rendered text that is not a stream of Kubernetes objects. */
public final class ManifestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ManifestException(String message, Throwable cause) {
    super(message, cause);
  }

  ManifestException(String message) {
    super(message);
  }
}
