package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForgeLinksTest {
  private static final String ID = "4f1c2d9a7be05c3318d6a2e4f90b7c6d5e1a2b3c";

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/platform.git, https://github.com/acme/platform/commit/",
    "https://github.com/acme/platform/, https://github.com/acme/platform/commit/",
    "git@github.com:acme/platform.git, https://github.com/acme/platform/commit/",
    "ssh://git@github.example.org:22/acme/platform, https://github.example.org/acme/platform/commit/",
    "https://bot@gitlab.com/a/b/c.git, https://gitlab.com/a/b/c/-/commit/",
    "git@gitlab.example.org:a/b.git, https://gitlab.example.org/a/b/-/commit/",
    "https://gitea.example.org/a/b.git, https://gitea.example.org/a/b/commit/",
    "https://codeberg.org/a/b.git, https://codeberg.org/a/b/commit/",
    "git@bitbucket.org:a/b.git, https://bitbucket.org/a/b/commits/",
    "https://git.example.org/a/b.git, ''",
    "/srv/github/a, ''",
    "file:///srv/github.com/a, ''",
    "https://github.com/../b, ''",
    "https://github.com/a\"><script>, ''",
    "javascript:alert(1)//github.com/a/b, ''"
  })
  void anAddressTellsWhereCommitsAre(String url, String begin) {
    assertEquals(begin.isEmpty() ? "" : begin + ID, ForgeLinks.commit(url, ID).orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/a/b, blob/ID/x%20y/z.yaml#L7",
    "https://gitlab.com/a/b, -/blob/ID/x%20y/z.yaml#L7",
    "https://gitea.com/a/b, src/commit/ID/x%20y/z.yaml#L7",
    "https://bitbucket.org/a/b, src/ID/x%20y/z.yaml#lines-7"
  })
  void filesHaveTheirLine(String url, String end) {
    assertEquals(
        url + "/" + end.replace("ID", ID), ForgeLinks.file(url, ID, "x y/z.yaml", 7).orElse(""));
    assertEquals("", ForgeLinks.file(url, "not a hash", "z.yaml", 7).orElse(""));
  }
}
