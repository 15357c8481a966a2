package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revision of a release, from its record.
 *
 * @param status in Helm's words
 * @param deployed when it was applied; null where the record does not say
 * @param chart the chart's name and version
 * @param appVersion what the chart says of the program in it; empty where it says nothing
 * @param description what became of it, for people
 * @param commit the commit that declared it; null where it was made without one
 * @param url where that commit can be looked at; null where nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RevisionView(
    int revision,
    String status,
    @Nullable Instant deployed,
    String chart,
    String appVersion,
    String description,
    @Nullable String commit,
    @Nullable String url) {}
