package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.kube.KubeQuestions;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm trace}. */
@Command(
    name = "trace",
    header = "Tell where an object comes from: release, chart, declaration, commit.",
    description = {
      "",
      "An object that another one owns, such as a Pod, is followed to the one that a release has. What an agent knows is",
      "added where one answers.",
      "",
      "Examples:",
      "  autohelm trace deployment/shop -n web",
      "  autohelm trace pod/shop-7d9f8-abcde -n web -o json",
      "",
      "Exit codes: 0 told, 1 no release has the object, 2 there was an error.",
      ""
    },
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class TraceCommand implements Callable<Integer> {
  private static final int MOST_OWNERS = 10;
  private static final String SOURCE = "autohelm.io/source";

  @Parameters(
      index = "0",
      paramLabel = "KIND/NAME",
      description = "The object, for example deployment/shop or ingress.networking.k8s.io/shop")
  private String object = "";

  @Mixin private ViewOption view = new ViewOption();

  @Mixin private AgentOptions agent = new AgentOptions();

  @Override
  public Integer call() {
    int slash = object.indexOf('/');
    if (slash <= 0 || slash == object.length() - 1) {
      throw new CommandException(2, "expected KIND/NAME, met " + object);
    }
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    boolean isFound;
    try (KubeConnection connection = agent.kube.connect()) {
      KubeObject live = find(connection, object.substring(0, slash), object.substring(slash + 1));
      told.put("object", live.id().toString());
      isFound = ofRelease(connection, owner(connection, live, told), told);
    }
    if (isFound && told.get("source") != null) {
      ofAgent(told);
    }
    view.print(told, () -> text(told));
    return isFound ? 0 : 1;
  }

  private KubeObject find(KubeConnection connection, String kind, String name) {
    KubeObject named =
        connection
            .questions()
            .named(kind, agent.kube.namespace(connection), name)
            .orElseThrow(
                () -> new CommandException(2, "the cluster has no kind that is called " + kind));
    return connection
        .cluster()
        .get(named)
        .orElseThrow(() -> new CommandException(2, named.id() + " does not exist"));
  }

  /** The object at the beginning of the chain of owners. */
  private static KubeObject owner(
      KubeConnection connection, KubeObject object, Map<String, @Nullable Object> told) {
    KubeObject current = object;
    for (int i = 0; i < MOST_OWNERS; i++) {
      Optional<KubeObject> next = controller(connection, current);
      if (next.isEmpty()) {
        break;
      }
      current = next.get();
      Object chain = told.get("ownedBy");
      told.put("ownedBy", (chain == null ? "" : chain + ", ") + current.id());
    }
    return current;
  }

  private static Optional<KubeObject> controller(KubeConnection connection, KubeObject object) {
    if (object.metadata().get("ownerReferences") instanceof java.util.List<?> owners) {
      for (Object owner : owners) {
        if (owner instanceof Map<?, ?> reference) {
          String apiVersion = String.valueOf(reference.get("apiVersion"));
          int slash = apiVersion.indexOf('/');
          String kind =
              reference.get("kind") + (slash < 0 ? "" : "." + apiVersion.substring(0, slash));
          KubeQuestions questions = connection.questions();
          return questions
              .named(kind, object.namespace(), String.valueOf(reference.get("name")))
              .flatMap(named -> connection.cluster().get(named));
        }
      }
    }
    return Optional.empty();
  }

  private boolean ofRelease(
      KubeConnection connection, KubeObject object, Map<String, @Nullable Object> told) {
    String name = object.annotation("meta.helm.sh/release-name");
    String namespace = object.annotation("meta.helm.sh/release-namespace");
    if (name == null || namespace == null) {
      return false;
    }
    told.put("release", namespace + "/" + name);
    try {
      Optional<Release> last = agent.kube.releases(connection).last(namespace, name);
      if (last.isEmpty()) {
        told.put("note", "the release is gone");
        return true;
      }
      Release release = last.get();
      told.put("revision", (long) release.revision());
      told.put("status", release.status().text());
      told.put("chart", release.chart().name() + "-" + release.chart().metadata().version());
      told.put("deployed", release.info().lastDeployed());
      boolean isThere =
          KubeObject.parseAll(release.manifest()).stream()
              .anyMatch(
                  own -> own.kind().equals(object.kind()) && own.name().equals(object.name()));
      if (!isThere) {
        told.put("note", "bears the release's name and is not in its manifest");
      }
      template(release, object).ifPresent(file -> told.put("template", file));
      told.put("source", release.labels().get(SOURCE));
    } catch (ClusterException | ReleaseException e) {
      told.put("note", "the release's record cannot be read: " + e.getMessage());
    }
    return true;
  }

  /** The chart's file that rendered it, as the manifest says. */
  private static Optional<String> template(Release release, KubeObject object) {
    for (String document : release.manifest().split("(?m)^---\\s*$", -1)) {
      boolean isIt =
          KubeObject.parseAll(document).stream()
              .anyMatch(
                  own -> own.kind().equals(object.kind()) && own.name().equals(object.name()));
      if (isIt) {
        return document
            .lines()
            .filter(line -> line.startsWith("# Source: "))
            .map(line -> line.substring("# Source: ".length()))
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private void ofAgent(Map<String, @Nullable Object> told) {
    String release = String.valueOf(told.get("release"));
    int slash = release.indexOf('/');
    try {
      agent
          .release(release.substring(0, slash), release.substring(slash + 1))
          .ifPresent(
              known -> {
                String declaration = AgentOptions.declaration(known);
                if (!declaration.isEmpty()) {
                  told.put("declaration", declaration);
                }
                told.put("commit", known.get("commit"));
                told.put("health", known.get("health"));
              });
      for (Map<?, ?> source : agent.sources()) {
        if (String.valueOf(told.get("source")).equals(source.get("name"))) {
          told.put("repository", source.get("url"));
          told.put("ref", source.get("ref"));
          told.put("author", source.get("author"));
          told.put("subject", source.get("subject"));
          told.put("committed", source.get("committed"));
        }
      }
    } catch (CommandException e) {
      told.put("agent", e.getMessage());
    }
    told.values().removeIf(java.util.Objects::isNull);
  }

  private static String text(Map<String, @Nullable Object> told) {
    StringBuilder text = new StringBuilder();
    told.forEach(
        (key, value) -> {
          if (value != null) {
            text.append("%-13s".formatted((key.equals("ownedBy") ? "owned by" : key) + ":"))
                .append(Columns.cell(value))
                .append('\n');
          }
        });
    if (told.get("release") == null) {
      text.append("no release has it: it bears no name of one\n");
    }
    return text.toString();
  }
}
