package io.autohelm.agent.drift;

/**
 * Keeps the episodes of drift of releases across restarts. What cannot be kept is lost with the
 * process: none of this fails.
 */
public interface EpisodeArchive {
  /** Nothing is kept. */
  EpisodeArchive NONE =
      new EpisodeArchive() {
        @Override
        public DriftEpisodes of(String namespace, String release) {
          return DriftEpisodes.NONE;
        }

        @Override
        public void keep(String namespace, String release, DriftEpisodes episodes) {}

        @Override
        public void forget(String namespace, String release) {}
      };

  /** What was kept last; nothing where that cannot be read. */
  DriftEpisodes of(String namespace, String release);

  /** Keeps these in place of those before. */
  void keep(String namespace, String release, DriftEpisodes episodes);

  /** The release is gone. */
  void forget(String namespace, String release);
}
