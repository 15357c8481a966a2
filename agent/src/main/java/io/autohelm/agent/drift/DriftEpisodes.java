package io.autohelm.agent.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest episodes of drift of one release. A value: each observation makes the next one.
 *
 * @param all the oldest first
 */
public record DriftEpisodes(List<DriftEpisode> all) {
  /** A release that never differed. */
  public static final DriftEpisodes NONE = new DriftEpisodes(List.of());

  private static final int MOST = 50;

  public DriftEpisodes {
    all = List.copyOf(all);
  }

  private record Key(Object object, DriftedObject.Change change) {}

  private static Key key(DriftedObject drifted) {
    return new Key(drifted.id(), drifted.change());
  }

  /**
   * The release was looked at.
   *
   * @param drift all that differs, or differed until it was put right just now
   * @param isPutRight whether what can be put right has been; what is not the release's stays
   */
  public DriftEpisodes observe(List<DriftedObject> drift, boolean isPutRight, Instant time) {
    Map<Key, DriftedObject> found = new HashMap<>();
    drift.forEach(drifted -> found.put(key(drifted), drifted));
    List<DriftEpisode> next = new ArrayList<>();
    for (DriftEpisode episode : all) {
      DriftedObject again =
          episode.isStanding() ? found.remove(new Key(episode.object(), episode.change())) : null;
      if (!episode.isStanding()) {
        next.add(episode);
      } else if (again == null) {
        boolean isOurWork = isPutRight && drift.isEmpty();
        next.add(
            episode.ended(
                isOurWork ? DriftEpisode.Outcome.CORRECTED : DriftEpisode.Outcome.VANISHED, time));
      } else {
        next.add(settled(episode.seenAgain(again), isPutRight, time));
      }
    }
    for (DriftedObject drifted : drift) {
      if (found.remove(key(drifted)) != null) {
        next.add(
            settled(
                new DriftEpisode(
                    drifted.id(),
                    drifted.change(),
                    drifted.fields(),
                    time,
                    null,
                    DriftEpisode.Outcome.STANDING),
                isPutRight,
                time));
      }
    }
    return new DriftEpisodes(next.subList(Math.max(0, next.size() - MOST), next.size()));
  }

  private static DriftEpisode settled(DriftEpisode episode, boolean isPutRight, Instant time) {
    return isPutRight && episode.change().isCorrectable()
        ? episode.ended(DriftEpisode.Outcome.CORRECTED, time)
        : episode;
  }

  /** Those that have not ended. */
  public List<DriftEpisode> standing() {
    return all.stream().filter(DriftEpisode::isStanding).toList();
  }
}
