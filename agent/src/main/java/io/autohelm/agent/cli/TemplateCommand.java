package io.autohelm.agent.cli;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.Manifest;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Rendered;
import io.autohelm.engine.render.Renderer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code autohelm template}: the options and the output of {@code helm template}. */
@Command(
    name = "template",
    header = "Render a chart, as helm template does.",
    description = {
      "",
      "Renders the templates of a chart folder or archive and prints the result, byte for byte what Helm 4 prints.",
      "No cluster is asked: the capabilities are those that Helm assumes, or what the options say.",
      ""
    },
    mixinStandardHelpOptions = true)
final class TemplateCommand implements Callable<Integer> {
  private static final String UNNAMED = "release-name";

  @Parameters(
      arity = "1..2",
      paramLabel = "[NAME] CHART",
      description = "The release's name, and the chart's path")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description =
          "The release's namespace (default: HELM_NAMESPACE, then the kubeconfig's, then default)")
  private @Nullable String namespace;

  @Mixin private ValuesOptions values = new ValuesOptions();

  @Option(names = "--include-crds", description = "Print the CRDs of crds/ too")
  private boolean includeCrds;

  @Option(names = "--skip-tests", description = "Leave test hooks out")
  private boolean skipTests;

  @Option(names = "--no-hooks", description = "Leave all hooks out")
  private boolean noHooks;

  @Option(
      names = "--is-upgrade",
      description = "Set .Release.IsUpgrade instead of .Release.IsInstall")
  private boolean isUpgrade;

  @Option(
      names = "--kube-version",
      paramLabel = "VERSION",
      description = "The Kubernetes version to render for")
  private @Nullable String kubeVersion;

  @Option(
      names = {"-a", "--api-versions"},
      paramLabel = "VERSION",
      split = ",",
      description = "More API versions for .Capabilities.APIVersions")
  private List<String> apiVersions = new ArrayList<>();

  @Option(
      names = {"-s", "--show-only"},
      paramLabel = "TEMPLATE",
      description =
          "Print only what comes of these templates, for example templates/deployment.yaml")
  private List<String> showOnly = new ArrayList<>();

  @Option(
      names = "--output-dir",
      paramLabel = "FOLDER",
      description = "Write files into a folder instead of printing")
  private @Nullable Path outputFolder;

  @Option(
      names = "--release-name",
      description = "Put the release's name into the paths below --output-dir")
  private boolean useReleaseName;

  @Option(
      names = {"-g", "--generate-name"},
      description = "Make up a name; NAME must then be left out")
  private boolean generateName;

  @Option(
      names = "--skip-schema-validation",
      description = "Render values that values.schema.json refuses")
  private boolean skipSchema;

  @Override
  public Integer call() {
    boolean isNamed = arguments.size() == 2;
    if (isNamed && generateName) {
      throw new CommandException(1, "cannot set --generate-name and also specify a name");
    }
    String path = arguments.get(arguments.size() - 1);
    String name = isNamed ? arguments.get(0) : UNNAMED;
    ReleaseName.problem(name)
        .ifPresent(
            problem -> {
              throw new CommandException(
                  1, "release name check failed: release name \"" + name + "\": " + problem);
            });
    Chart chart = Charts.load(Path.of(path));
    chart
        .whyNotInstallable()
        .ifPresent(
            why -> {
              throw new CommandException(1, why);
            });
    if (chart.metadata().deprecated()) {
      System.err.println(HelmLog.warn("this chart is deprecated"));
    }
    Rendered rendered =
        Renderer.standard(
                Clock.system(ZoneId.systemDefault()),
                warning -> System.err.println(HelmLog.line(warning)))
            .render(
                new RenderRequest(
                    chart,
                    values.values(),
                    new ReleaseContext(
                        name, KubeconfigNamespace.find(namespace, System.getenv()), 1, isUpgrade),
                    capabilities(),
                    Lookup.NOTHING,
                    false,
                    skipSchema));
    List<Piece> pieces = pieces(rendered);
    PrintStream out = System.out;
    Path folder = outputFolder;
    if (folder != null) {
      write(useReleaseName ? folder.resolve(name) : folder, pieces, out);
    } else if (showOnly.isEmpty()) {
      print(ManifestText.of(pieces), out);
    } else {
      ManifestText.select(ManifestText.of(pieces), showOnly).forEach(text -> print(text, out));
    }
    out.flush();
    return 0;
  }

  /**
   * A printed document with the template that it came from; a hook stands behind the trimmed
   * manifest.
   */
  record Piece(String source, String content, boolean isHook) {}

  private List<Piece> pieces(Rendered rendered) {
    List<Piece> pieces = new ArrayList<>();
    if (includeCrds) {
      rendered
          .chart()
          .crds()
          .forEach(
              crd -> pieces.add(new Piece(crd.path(), Rendered.text(crd.file().data()), false)));
    }
    for (Manifest manifest : rendered.manifests()) {
      pieces.add(new Piece(manifest.source(), manifest.content(), false));
    }
    if (!noHooks) {
      for (Hook hook : rendered.hooks()) {
        if (!skipTests || !hook.events().contains(HookEvent.TEST)) {
          pieces.add(new Piece(hook.path(), hook.manifest(), true));
        }
      }
    }
    return pieces;
  }

  /** Bytes, not text: what a chart prints must not depend on the terminal's encoding. */
  private static void print(String text, PrintStream out) {
    byte[] bytes = Rendered.bytes(text);
    out.write(bytes, 0, bytes.length);
  }

  private Capabilities capabilities() {
    Capabilities capabilities = Capabilities.withoutCluster();
    if (kubeVersion != null) {
      try {
        capabilities = capabilities.withKubeVersion(KubeVersion.parse(kubeVersion));
      } catch (RenderException e) {
        throw new CommandException(
            1, "invalid kube version '" + kubeVersion + "': " + e.getMessage());
      }
    }
    return capabilities.withApiVersions(apiVersions);
  }

  private static void write(Path folder, List<Piece> pieces, PrintStream out) {
    Set<Path> written = new HashSet<>();
    for (Piece piece : pieces) {
      Path file = folder.resolve(piece.source());
      String text = "---\n# Source: " + piece.source() + "\n" + piece.content() + "\n";
      try {
        Files.createDirectories(file.getParent());
        if (written.add(file)) {
          Files.write(file, Rendered.bytes(text));
        } else {
          Files.write(file, Rendered.bytes(text), StandardOpenOption.APPEND);
        }
      } catch (IOException e) {
        throw new CommandException(1, "cannot write " + file + ": " + e.getMessage());
      }
      out.print("wrote " + file + "\n");
    }
    out.print("\n");
  }
}
