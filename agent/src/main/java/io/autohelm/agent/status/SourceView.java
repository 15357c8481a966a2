package io.autohelm.agent.status;

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
    @Nullable String rewritten) {

  static SourceView unread(String name) {
    return new SourceView(
        name, "", "", null, null, null, 0, List.of(), null, null, null, null, null);
  }

  static SourceView of(Report.SourceRead read) {
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
        read.rewritten());
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
        rewritten);
  }
}
