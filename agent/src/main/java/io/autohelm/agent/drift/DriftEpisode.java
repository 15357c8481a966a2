package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One time that one object differed from its release, from when it was noticed until it was over.
 *
 * @param fields what differed when it was last looked at, and who did it
 * @param since when it was noticed; the fields tell when it was done
 * @param ended when it was over; null while it stands
 */
public record DriftEpisode(
    KubeObject.Id object,
    DriftedObject.Change change,
    List<DriftedField> fields,
    Instant since,
    @Nullable Instant ended,
    Outcome outcome) {

  /** How it ended. */
  public enum Outcome {
    /** It has not. */
    STANDING,
    /** We put the object right. */
    CORRECTED,
    /** Somebody else did, or it is wanted so by now. */
    VANISHED;

    /** For people and programs: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DriftEpisode {
    fields = List.copyOf(fields);
  }

  boolean isStanding() {
    return outcome == Outcome.STANDING;
  }

  DriftEpisode seenAgain(DriftedObject drifted) {
    return new DriftEpisode(object, change, drifted.fields(), since, null, outcome);
  }

  DriftEpisode ended(Outcome how, Instant time) {
    return new DriftEpisode(object, change, fields, since, time, how);
  }
}
