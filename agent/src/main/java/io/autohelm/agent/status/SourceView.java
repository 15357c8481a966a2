package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.reconcile.Report;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source as the page and the API show it.
 *
 * @param commit the commit in force; null before the first successful poll
 * @param releases how many valid releases it declares
 * @param problems {@code file:line: field: message}
 * @param lastPoll when it was last asked, successfully or not; null before
 * @param lastSuccess when it was last read
 * @param error why the last poll failed; null when it did not
 * @param signer who signed the commit or its tag; null where that is not demanded
 * @param rewritten the commit before, from which the one in force does not descend; null where it
 *     does
 * @param author who wrote the commit; null before the first successful poll
 * @param suspended who had all of its releases left alone, when and why; null where nobody did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceView(
    String name,
    String url,
    String ref,
    @Nullable String commit,
    @Nullable Instant committed,
    @Nullable String subject,
    int releases,
    List<String> problems,
    @Nullable Instant lastPoll,
    @Nullable Instant lastSuccess,
    @Nullable String error,
    @Nullable String signer,
    @Nullable String rewritten,
    @Nullable String author,
    @Nullable String suspended) {

  static SourceView unread(String name) {
    return new SourceView(
        name, "", "", null, null, null, 0, List.of(), null, null, null, null, null, null, null);
  }

  static SourceView of(Report.SourceRead read, @Nullable SourceView before) {
    return new SourceView(
        read.source(),
        read.url(),
        read.ref(),
        read.commit(),
        read.committed(),
        read.subject(),
        read.releases(),
        read.problems().stream().map(Object::toString).toList(),
        read.time(),
        read.time(),
        null,
        read.signer(),
        read.rewritten(),
        read.author(),
        before == null ? null : before.suspended());
  }

  SourceView withFailure(Report.SourceFailed failed) {
    return new SourceView(
        name,
        failed.url(),
        failed.ref(),
        commit,
        committed,
        subject,
        releases,
        problems,
        failed.time(),
        lastSuccess,
        failed.error(),
        signer,
        rewritten,
        author,
        suspended);
  }

  /**
   * The source, left alone or not.
   *
   * @param told by whom, when and why; null where it is not any more
   */
  SourceView withSuspension(@Nullable String told) {
    return new SourceView(
        name,
        url,
        ref,
        commit,
        committed,
        subject,
        releases,
        problems,
        lastPoll,
        lastSuccess,
        error,
        signer,
        rewritten,
        author,
        told);
  }

  /** Whether something is wrong with it. */
  @JsonIgnore
  public boolean isTroubled() {
    return error != null || !problems.isEmpty() || rewritten != null;
  }

  /** Whether people see the same, when it was asked aside. */
  boolean looksLike(@Nullable SourceView other) {
    return other != null && at(null).equals(other.at(null));
  }

  private SourceView at(@Nullable Instant time) {
    return new SourceView(
        name, url, ref, commit, committed, subject, releases, problems, time, time, error, signer,
        rewritten, author, suspended);
  }
}
