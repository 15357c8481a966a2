package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Something that was said about a release.
 *
 * @param time when it was said last
 * @param level {@code info} or {@code warning}
 * @param text for people; nothing of it is secret
 * @param times how often it was said with nothing else in between
 */
@JsonInclude
public record LogEntry(Instant time, String level, String text, int times) {}
