package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.autohelm.agent.cli.Completion.Names;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class CompletionTest {
  private static final CommandLine ROOT =
      RootCommand.commandLine(config -> 0, (once, port, folder) -> 0, (request, out, err) -> 0);

  static Stream<Arguments> words() {
    return Stream.of(
        arguments("tra", "trace", ""),
        arguments("registry log", "login logout", ""),
        arguments("get rel", "release releases", ""),
        arguments("uninstall --keep", "--keep-history", ""),
        arguments("uninstall ", "", "releases"),
        arguments("uninstall a b", "", "releases"),
        arguments("tree ", "", "releases"),
        arguments("tree -n web ", "", "releases"),
        arguments("tree x ", "", ""),
        arguments("history -n we", "", "namespaces"),
        arguments("history --namespace=we", "", "namespaces"),
        arguments("history --namespace = we", "", "namespaces"),
        arguments("tree --no-such-option ", "", "releases"),
        arguments("get releases --agent-namespace ", "", "namespaces"),
        arguments("list -o j", "json", ""),
        arguments("list --output=j", "--output=json", ""),
        arguments("list --output = j", "json", ""),
        arguments("list -o =", "json table yaml", ""),
        arguments("list --kubeconfig ", "", "files"),
        arguments("list --kubeconfig=x", "", "files"),
        arguments("upgrade shop ./", "", "files"),
        arguments("template --no-such-option x ", "", "files"),
        arguments("completion ", "bash fish zsh", ""),
        arguments("__compl", "", ""),
        arguments("no-such-command ", "", ""));
  }

  @ParameterizedTest
  @MethodSource("words")
  void completesTheLastWord(String line, String candidates, String more) {
    Completion completion = Completion.of(ROOT, Arrays.asList(line.split(" ", -1)));
    assertEquals(
        candidates,
        String.join(
            " ", completion.candidates().stream().map(text -> text.split("\t", -1)[0]).toList()));
    String also =
        (completion.isFile() ? "files" : "")
            + (completion.names() == Names.RELEASES ? "releases" : "")
            + (completion.names() == Names.NAMESPACES ? "namespaces" : "");
    assertEquals(more, also);
  }

  @Test
  void everyCommandIsOfferedWithWhatItDoes() {
    List<String> candidates = Completion.of(ROOT, List.of("")).candidates();
    assertTrue(candidates.contains("list\tList releases."), candidates::toString);
    assertTrue(candidates.stream().allMatch(line -> line.contains("\t")), candidates::toString);
  }
}
