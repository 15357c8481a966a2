package io.autohelm.engine.render;

import org.jspecify.annotations.Nullable;

/** A chart that cannot be rendered; the message is what Helm prints behind {@code Error: }. */
public final class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RenderException(String message) {
    super(message);
  }

  public RenderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
