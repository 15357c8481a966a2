package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One line for each wrong call, without the names of Java's types and positions. */
final class UsageErrorTest {
  private static final CommandLine ROOT =
      RootCommand.with(
          RootCommand.commandLine(config -> 0, (once, port, folder) -> 0, (request, out, err) -> 0),
          (request, out) -> 0,
          (request, out) -> 0,
          (request, out) -> 0,
          (texts, order) -> null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | unknown command nonsense; see autohelm --help",
        "recncile | unknown command recncile; did you mean reconcile?; see autohelm --help",
        "--nonsense | unknown option --nonsense; see autohelm --help",
        "plan --colour=red | unknown option --colour; see autohelm plan --help",
        "agent extra | unexpected argument extra; see autohelm agent --help",
        "explain | RELEASE is missing; see autohelm explain --help",
        "trace | KIND/NAME is missing; see autohelm trace --help",
        "demo --port x | expected a whole number for --port, met x; see autohelm demo --help",
        "revert a/b x | expected a whole number for REVISION, met x; see autohelm revert --help",
        "plan --ref | expected a value for --ref; see autohelm plan --help",
        "plan --var x | expected NAME=VALUE for --var, met x; see autohelm plan --help",
        "validate -o xml | --output: expected text, json or github, met xml;"
            + " see autohelm validate --help",
      })
  void saysWhatIsWrong(String line, String expected) {
    ParameterException failure =
        assertThrows(ParameterException.class, () -> ROOT.parseArgs(line.split(" ", -1)));
    assertEquals(expected, UsageError.text(failure));
  }
}
