package io.autohelm.agent.status;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a repository's commits and files can be looked at, when its address tells what serves it.
 */
public final class ForgeLinks {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?:https?|ssh)://(?:[^@/]*@)?|[^@/:]+@)([A-Za-z0-9.-]+)(?::[0-9]+(?=/))?[:/]+"
              + "([A-Za-z0-9._~/-]+?)(?:\\.git)?/?");

  private ForgeLinks() {}

  private enum Forge {
    GITHUB("/commit/", "/blob/", "#L"),
    GITLAB("/-/commit/", "/-/blob/", "#L"),
    GITEA("/commit/", "/src/commit/", "#L"),
    BITBUCKET("/commits/", "/src/", "#lines-");

    private final String commit;
    private final String file;
    private final String line;

    Forge(String commit, String file, String line) {
      this.commit = commit;
      this.file = file;
      this.line = line;
    }

    static Optional<Forge> of(String host) {
      String name = host.toLowerCase(Locale.ROOT);
      if (name.contains("github")) {
        return Optional.of(GITHUB);
      }
      if (name.contains("gitlab")) {
        return Optional.of(GITLAB);
      }
      if (name.contains("gitea") || name.contains("forgejo") || name.equals("codeberg.org")) {
        return Optional.of(GITEA);
      }
      return name.equals("bitbucket.org") ? Optional.of(BITBUCKET) : Optional.empty();
    }
  }

  private record Repository(Forge forge, String address) {}

  private static Optional<Repository> repository(String url) {
    Matcher matcher = ADDRESS.matcher(url);
    if (!matcher.matches() || matcher.group(2).contains("..")) {
      return Optional.empty();
    }
    return Forge.of(matcher.group(1))
        .map(
            forge -> new Repository(forge, "https://" + matcher.group(1) + "/" + matcher.group(2)));
  }

  /** The page of a commit. */
  public static Optional<String> commit(String url, String commit) {
    return isHash(commit)
        ? repository(url).map(found -> found.address() + found.forge().commit + commit)
        : Optional.empty();
  }

  /**
   * The page of a file as a commit has it.
   *
   * @param line 0 for the whole file
   */
  public static Optional<String> file(String url, String commit, String path, int line) {
    if (!isHash(commit)) {
      return Optional.empty();
    }
    String encoded =
        Arrays.stream(path.split("/"))
            .map(step -> URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return repository(url)
        .map(
            found ->
                found.address()
                    + found.forge().file
                    + commit
                    + "/"
                    + encoded
                    + (line > 0 ? found.forge().line + line : ""));
  }

  private static boolean isHash(String commit) {
    return commit.matches("[0-9a-f]{7,64}");
  }
}
