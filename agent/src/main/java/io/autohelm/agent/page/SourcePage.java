package io.autohelm.agent.page;

import io.autohelm.agent.status.ForgeLinks;
import io.autohelm.agent.status.SourceView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is shown of a source. */
final class SourcePage {
  private SourcePage() {}

  static Map<String, @Nullable Object> row(SourceView source) {
    String commit = Objects.requireNonNullElse(source.commit(), "");
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("name", source.name());
    row.put("link", Links.source(source.name()));
    row.put("url", source.url());
    row.put("ref", source.ref());
    row.put("commit", commit);
    row.put("commitLink", ForgeLinks.commit(source.url(), commit).orElse(""));
    row.put("subject", Objects.requireNonNullElse(source.subject(), ""));
    row.put("author", Objects.requireNonNullElse(source.author(), ""));
    row.put("committed", Objects.toString(source.committed(), ""));
    row.put("releases", source.releases());
    row.put("problems", source.problems());
    row.put("error", Objects.requireNonNullElse(source.error(), ""));
    row.put("signer", Objects.requireNonNullElse(source.signer(), ""));
    row.put("rewritten", Objects.requireNonNullElse(source.rewritten(), ""));
    row.put("suspended", Objects.requireNonNullElse(source.suspended(), ""));
    row.put("lastPoll", Objects.toString(source.lastPoll(), ""));
    row.put("lastSuccess", Objects.toString(source.lastSuccess(), ""));
    row.put("isTroubled", source.isTroubled());
    return row;
  }
}
