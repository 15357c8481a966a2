package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.declaration.ReleaseId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is looked up only when somebody asks, in the cluster and in commits. */
public interface Insight {
  /** Nothing is known. */
  Insight NONE =
      new Insight() {
        @Override
        public List<RevisionView> history(ReleaseId id) {
          return List.of();
        }

        @Override
        public List<ValueView> values(ReleaseId id) {
          return List.of();
        }

        @Override
        public Optional<Place> declared(ReleaseId id) {
          return Optional.empty();
        }
      };

  /** It cannot be told now; the message says why, for people, without secrets. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Where a release is declared.
   *
   * @param url where that can be looked at; null where nobody knows
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Place(String file, int line, @Nullable String url) {}

  /**
   * The recorded revisions, the newest first.
   *
   * @throws Unavailable when the cluster does not answer
   */
  List<RevisionView> history(ReleaseId id);

  /**
   * All values with where they come from, by the declaration in force; empty for a release that no
   * source declares.
   *
   * @throws Unavailable when chart or values cannot be read
   */
  List<ValueView> values(ReleaseId id);

  /** Where it is declared; empty where no source does. */
  Optional<Place> declared(ReleaseId id);
}
