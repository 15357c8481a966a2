package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.RevisionLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code autohelm __complete}: what may stand at the place of the last word, each in a line with
 * what it means behind a tab; {@code :files} for names of files. Never fails: a shell that cannot
 * complete a word is no error.
 */
@Command(name = "__complete", hidden = true)
final class CompleteCommand implements Callable<Integer> {
  /** A shell waits for it; who does not want to interrupts it. */
  private static final int SECONDS = 15;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*")
  private List<String> words = new ArrayList<>();

  /** The options by which a cluster is found, whatever else is given. */
  @Command
  private static final class Connecting {
    @Mixin private KubeOptions kube = new KubeOptions();
  }

  @Override
  public Integer call() {
    if (spec == null) {
      return 0;
    }
    Completion completion = Completion.of(spec.root().commandLine(), words);
    StringBuilder lines = new StringBuilder();
    completion.candidates().forEach(candidate -> lines.append(candidate).append('\n'));
    if (completion.isFile()) {
      lines.append(":files\n");
    }
    if (completion.names() != Completion.Names.NONE) {
      names(completion).forEach(name -> lines.append(name).append('\n'));
    }
    HelmOutput.print(lines.toString());
    return 0;
  }

  private List<String> names(Completion completion) {
    FutureTask<List<String>> asked = new FutureTask<>(() -> asked(completion));
    Thread thread = new Thread(asked, "names");
    thread.setDaemon(true);
    thread.start();
    try {
      return asked.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private List<String> asked(Completion completion) {
    KubeOptions kube = connecting();
    try (KubeConnection connection = kube.open()) {
      Set<String> names = new TreeSet<>();
      if (completion.names() == Completion.Names.NAMESPACES) {
        connection.questions().list("v1", "Namespace", "").stream()
            .map(KubeObject::name)
            .forEach(names::add);
      } else {
        String word = completion.word();
        int slash = word.indexOf('/');
        String namespace = slash < 0 ? kube.namespace(connection) : word.substring(0, slash);
        String prefix = slash < 0 ? "" : word.substring(0, slash + 1);
        for (RevisionLabels release :
            RevisionLabels.newest(kube.releases(connection).index(namespace))) {
          names.add(prefix + release.name());
        }
      }
      return names.stream().filter(name -> name.startsWith(completion.word())).toList();
    } catch (ClusterException | ReleaseException e) {
      return List.of();
    }
  }

  private KubeOptions connecting() {
    Connecting connecting = new Connecting();
    CommandLine line = new CommandLine(connecting).setUnmatchedArgumentsAllowed(true);
    List<String> given = words.subList(0, Math.max(0, words.size() - 1));
    for (int skipped = 0; skipped <= given.size(); skipped++) {
      try {
        line.parseArgs(given.subList(0, given.size() - skipped).toArray(String[]::new));
        break;
      } catch (ParameterException e) {
        // An option at the end whose value is being written.
      }
    }
    return connecting.kube;
  }
}
