package io.autohelm.agent.cli;

import io.autohelm.engine.gotemplate.RunSettings;
import io.autohelm.engine.gotemplate.TemplateException;
import io.autohelm.engine.gotemplate.TemplateSet;
import io.autohelm.engine.sprig.SprigFunctions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Helm's options for a release's name, which is an argument, made up, or made by a template. */
final class InstallName {
  @Option(
      names = {"-g", "--generate-name"},
      description = "Make up a name; NAME must then be left out")
  private boolean generate;

  @Option(
      names = "--name-template",
      paramLabel = "TEMPLATE",
      description = "A Go template that makes the name, for example shop-{{ randAlpha 5 | lower }}")
  private String template = "";

  /** The name, of one or two arguments of which the last is the chart. */
  String of(List<String> arguments, Clock clock) {
    if (arguments.size() > 2) {
      throw new CommandException(
          1,
          "expected at most two arguments, unexpected arguments: "
              + String.join(", ", arguments.subList(2, arguments.size())));
    }
    if (arguments.size() == 2) {
      if (generate) {
        throw new CommandException(1, "cannot set --generate-name and also specify a name");
      }
      if (!template.isEmpty()) {
        throw new CommandException(1, "cannot set --name-template and also specify a name");
      }
      return arguments.get(0);
    }
    if (!template.isEmpty()) {
      return ofTemplate(clock);
    }
    if (!generate) {
      throw new CommandException(1, "must either provide a name or specify --generate-name");
    }
    Path last = Path.of(arguments.get(0)).getFileName();
    String base = last == null || last.toString().equals(".") ? "chart" : last.toString();
    int dot = base.indexOf('.');
    return (dot < 0 ? base : base.substring(0, dot)) + "-" + clock.instant().getEpochSecond();
  }

  private String ofTemplate(Clock clock) {
    StringBuilder name = new StringBuilder();
    try {
      TemplateSet set = TemplateSet.of(new SprigFunctions(clock, new SecureRandom()).table());
      set.parse("name-template", template);
      @Nullable Map<String, Object> nothing = null;
      set.execute("name-template", "name-template", nothing, name, RunSettings.PLAIN);
    } catch (TemplateException e) {
      throw new CommandException(1, String.valueOf(e.getMessage()));
    }
    return name.toString();
  }
}
