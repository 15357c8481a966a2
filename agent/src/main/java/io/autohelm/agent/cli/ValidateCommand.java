package io.autohelm.agent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code autohelm validate}. */
@Command(
    name = "validate",
    header = "Check declarations, without a cluster.",
    description = {
      "",
      "Reads all declarations below each folder and tells every mistake with file, line, column and field. Each",
      "argument is a source of its own; that releases are declared twice, wait for themselves or for what nobody",
      "declares is found over all of them. Paths in declarations are from the root of the Git repository that holds",
      "the argument, or else from the folder itself.",
      "",
      "Examples:",
      "  autohelm validate . --var environment=production",
      "  autohelm validate platform/ shop/ -o github",
      "",
      "A folder in which nothing is declared is no mistake, but is told; a file that declares nothing is one of the",
      "command line.",
      "",
      "Exit codes: 0 all is right, 1 there are mistakes, 2 they could not be looked for.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
public final class ValidateCommand implements Callable<Integer> {
  /** How mistakes are printed. */
  public enum Format {
    /** A line each, as compilers print them. */
    TEXT,
    JSON,
    /** As commands that GitHub's workflows make annotations of. */
    GITHUB
  }

  /**
   * What to check.
   *
   * @param config the configuration of the agent that will read it; null for what holds for all
   */
  public record Request(
      List<Path> paths,
      Map<String, String> variables,
      Format format,
      String environment,
      @Nullable Path config) {
    public Request {
      paths = List.copyOf(paths);
      variables = new LinkedHashMap<>(variables);
    }
  }

  /** Checks declarations. */
  @FunctionalInterface
  public interface Validating {
    /** Checks and prints; gives the command's exit code. */
    int validate(Request request, PrintWriter out);
  }

  private final Validating validating;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Folders or files (default: this folder)")
  private List<Path> paths = new ArrayList<>();

  @Mixin private VariableOptions given = new VariableOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "text, json or github (annotations of a workflow)")
  private Format format = Format.TEXT;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The agent's configuration, whose demands on charts are checked too")
  private @Nullable Path config;

  ValidateCommand(Validating validating) {
    this.validating = validating;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      return 2;
    }
    return validating.validate(
        new Request(
            paths.isEmpty() ? List.of(Path.of(".")) : paths,
            given.variables,
            format,
            given.environment,
            config),
        spec.commandLine().getOut());
  }

  /** Small letters, as the other commands take them. */
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      for (Format format : Format.values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException("expected text, json or github, met " + text);
    }
  }
}
