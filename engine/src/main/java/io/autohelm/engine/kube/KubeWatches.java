package io.autohelm.engine.kube;

import java.time.Clock;

/** Watches of one API server: a thread each, which sleeps while nothing happens. */
final class KubeWatches implements ObjectWatches {
  private final KubeHttp http;
  private final Discovery discovery;
  private final Clock clock;

  KubeWatches(KubeHttp http, Discovery discovery, Clock clock) {
    this.http = http;
    this.discovery = discovery;
    this.clock = clock;
  }

  @Override
  public Watch open(Target target, Listener listener) {
    return open(target, KubeWatch.Selection.METADATA, listener);
  }

  /** Begins to watch what is selected. */
  Watch open(Target target, KubeWatch.Selection selection, Listener listener) {
    KubeWatch watch = new KubeWatch(http, discovery, target, selection, listener, clock);
    watch.start();
    return watch;
  }
}
