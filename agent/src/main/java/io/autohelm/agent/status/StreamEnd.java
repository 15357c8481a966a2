package io.autohelm.agent.status;

import jakarta.inject.Singleton;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ends the answers that would go on for ever, when the server ends: it waits for all answers. */
@Singleton
public final class StreamEnd {
  private final Sinks.Empty<Void> sink = Sinks.empty();
  private volatile boolean hasCome;

  /** Comes to its end with the server. */
  Mono<Void> end() {
    return sink.asMono();
  }

  /** Whether it has come. */
  public boolean hasCome() {
    return hasCome;
  }

  /** Ends them. */
  public void come() {
    hasCome = true;
    sink.tryEmitEmpty();
  }
}
