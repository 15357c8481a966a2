package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.drift.DriftEpisode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time that an object differed from its release.
 *
 * @param change {@code missing}, {@code modified} or {@code extra}
 * @param since when it was noticed
 * @param ended when it was over; null while it stands
 * @param outcome {@code standing}, {@code corrected}, or {@code vanished} where we did nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpisodeView(
    String kind,
    String namespace,
    String name,
    String change,
    List<FieldView> fields,
    Instant since,
    @Nullable Instant ended,
    String outcome) {

  /**
   * A field with what it was and what it should be, as JSON; what is secret reads {@code (hidden)}.
   *
   * @param live null where the object has no such field
   * @param wanted null where the release has none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FieldView(
      String path,
      @Nullable String live,
      @Nullable String wanted,
      @Nullable String by,
      @Nullable String operation,
      @Nullable Instant time) {}

  static EpisodeView of(DriftEpisode episode) {
    return new EpisodeView(
        episode.object().kind(),
        episode.object().namespace(),
        episode.object().name(),
        episode.change().text(),
        episode.fields().stream()
            .map(
                field ->
                    new FieldView(
                        field.path(),
                        field.live(),
                        field.wanted(),
                        field.by().isEmpty() ? null : field.by(),
                        field.operation().isEmpty() ? null : field.operation(),
                        field.time()))
            .toList(),
        episode.since(),
        episode.ended(),
        episode.outcome().text());
  }
}
