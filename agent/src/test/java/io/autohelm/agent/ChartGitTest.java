package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.ChartChoice.RefKind;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.SignaturePolicy;
import io.autohelm.agent.git.SignaturePolicy.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the configuration's entries counts for a Git repository, and what it demands. */
final class ChartGitTest {
  private static ChartGit named(String name) {
    return new ChartGit(
        GitAccess.of(GitCredentials.password(name, "x")), ChartGit.OPEN.signatures());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "https://git.example.org/team/x.git | https://git.example.org | https://git.example.org",
        "https://git.example.org/team/x.git | https://git.example.org/ | https://git.example.org/",
        "https://GIT.example.org:443//team/./x | https://git.example.org/team/x.git | https://git.example.org/team/x.git",
        "https://git.example.org/other/../team/x | https://git.example.org/team | https://git.example.org/team",
        "https://git.example.org/team/x.git | https://git.example.org/team/x | https://git.example.org/team/x",
        "https://bot@git.example.org/x.git | https://git.example.org | https://git.example.org",
        "https://git.example.org/x.git | https://bot@git.example.org | none",
        "https://git.example.org/team/x | https://git.example.org;https://git.example.org/team;https:// | https://git.example.org/team",
        "https://elsewhere.example.org/x | https://git.example.org;https:// | https://",
        "https://git.example.org.evil.example/x | https://git.example.org | none",
        "https://git.example.org@evil.example/x | https://git.example.org | none",
        "https://evil.example\\@git.example.org/x | https://git.example.org | none",
        "https://evil.example#@git.example.org/x | https://git.example.org | none",
        "https://git.example.org/teams/x | https://git.example.org/team | none",
        "https://git.example.org/x/y | https://git.example.org/x.git | none",
        "https://git.example.org:8443/x | https://git.example.org | none",
        "http://git.example.org/x | https://git.example.org | none",
        "git@git.example.org:team/x.git | git@git.example.org: | git@git.example.org:",
        "git@git.example.org:team/x.git | git@git.example.org:team | git@git.example.org:team",
        "git@git.example.org:team/x.git | ssh://git@git.example.org/team/x | ssh://git@git.example.org/team/x",
        "ssh://git@git.example.org:22/team/x | git@git.example.org:team/x.git | git@git.example.org:team/x.git",
        "git@git.example.org:x | ssh://git.example.org;git@git.example.org: | git@git.example.org:",
        "other@git.example.org:x | git@git.example.org: | none",
        "/srv/git/x | /srv/git | /srv/git",
        "/srv/gits/x | /srv/git | none",
      })
  void theNarrowestEntryThatHoldsAnAddressCounts(String url, String entries, String expected) {
    Map<String, ChartGit> known =
        Stream.of(entries.split(";")).collect(Collectors.toMap(e -> e, ChartGitTest::named));
    assertEquals(
        expected, ChartGit.of(url, known).access().credentials().username(), known::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, HEAD, '', ''",
    "HEAD, HEAD, '', ''",
    "HEAD, COMMIT, abc, ''",
    "TAG, TAG, v1, ''",
    "TAG_AND_HEAD, SEMVER, ^1, ''",
    "TAG, HEAD, '', no ref",
    "TAG, BRANCH, main, branch main",
    "TAG_AND_HEAD, COMMIT, abc, commit abc",
  })
  void aSignedTagCanBeDemandedOfTagsAlone(Subject subject, RefKind kind, String ref, String met) {
    ChartGit git =
        new ChartGit(
            GitAccess.OPEN, new SignaturePolicy(subject, Path.of("/ring"), null, List.of()));
    String expected =
        met.isEmpty()
            ? ""
            : "repository https://git.example.org/x must be named by a signed tag (charts.git"
                + " verify.mode in the agent's configuration), met "
                + met
                + ": give ref a tag or semver, or set verify.mode to HEAD";
    assertEquals(
        expected,
        git.objection(new ChartChoice.FromGit("https://bot:pw@git.example.org/x", kind, ref, ""))
            .orElse(""));
  }
}
