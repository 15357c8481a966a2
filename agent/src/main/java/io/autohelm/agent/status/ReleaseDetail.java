package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a release without asking the cluster.
 *
 * @param release its fields stand beside the others
 * @param declared where it is declared; null where no source declares it any more
 * @param commitUrl where its commit can be looked at; null where nobody knows
 * @param conditions what is so and what is not
 * @param next what somebody can do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseDetail(
    @JsonUnwrapped ReleaseView release,
    Insight.@Nullable Place declared,
    @Nullable String commitUrl,
    List<ConditionView> conditions,
    List<NextStep> next) {}
