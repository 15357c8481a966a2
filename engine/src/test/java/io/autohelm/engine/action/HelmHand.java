package io.autohelm.engine.action;

import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real Helm. */
final class HelmHand implements Hand {
  private final TestHelm helm;
  private final boolean is3;

  private HelmHand(TestHelm helm, boolean is3) {
    this.helm = helm;
    this.is3 = is3;
  }

  static HelmHand of3(TestHelm helm) {
    return new HelmHand(helm, true);
  }

  static HelmHand of4(TestHelm helm) {
    return new HelmHand(helm, false);
  }

  @Override
  public String install(Place place, String values, List<HandOption> options) {
    return withValues("install", place, values, options);
  }

  @Override
  public String upgrade(Place place, String values, List<HandOption> options) {
    return withValues("upgrade", place, values, options);
  }

  private String withValues(String verb, Place place, String values, List<HandOption> options) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      Files.writeString(file, values);
      String said =
          run(options, place, verb, place.name(), place.chart().toString(), "-f", file.toString());
      Files.delete(file);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String rollback(Place place, int revision, List<HandOption> options) {
    return run(options, place, "rollback", place.name(), Integer.toString(revision));
  }

  @Override
  public String uninstall(Place place, List<HandOption> options) {
    return run(options, place, "uninstall", place.name());
  }

  @Override
  public String test(Place place, List<String> filters) {
    List<String> words = new ArrayList<>(List.of("test", place.name()));
    filters.forEach(filter -> words.addAll(List.of("--filter", filter)));
    return run(List.of(), place, words.toArray(String[]::new));
  }

  private String run(List<HandOption> options, Place place, String... words) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("-n", place.namespace()));
    for (HandOption option : options) {
      all.addAll(is3 ? option.helm3() : option.helm4());
    }
    String[] arguments = all.toArray(String[]::new);
    TestHelm.Run run = is3 ? helm.helm3(arguments) : helm.helm4(arguments);
    if (run.exitCode() == 0) {
      return words[0].equals("uninstall") ? told(run.stdout()) : OK;
    }
    int error = run.stderr().indexOf("Error: ");
    return run.stderr()
        .substring(error + "Error: ".length())
        .replaceFirst("^(INSTALLATION|UPGRADE) FAILED: ", "")
        .strip();
  }

  /** What stays is told before the release is said to be gone. */
  private static String told(String output) {
    int end = output.lastIndexOf("release \"");
    String info = output.substring(0, end).strip();
    return info.isEmpty() ? OK : info;
  }
}
