package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ParagraphsTest {
  @Test
  void onlyWhatASentenceDoesNotEndGoesOn() {
    assertEquals(
        List.of(
            "",
            "Looks at the server, and at releases that somebody left pending; then at the rest.",
            "Then it ends.",
            "",
            "Examples:",
            "  autohelm check",
            "- one",
            "- two",
            "Exit codes: 0 or 1."),
        Paragraphs.joined(
            List.of(
                "",
                "Looks at the server, and at releases that somebody left",
                "pending; then at the rest.",
                "Then it ends.",
                "",
                "Examples:",
                "  autohelm check",
                "- one",
                "- two",
                "Exit codes: 0 or 1.")));
  }
}
