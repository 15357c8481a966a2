package io.autohelm.engine.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Finds a real cluster and a real Helm: the cluster of {@code AUTOHELM_TEST_KUBECONFIG}, else
 * Docker, else programs from a cache, which are built once where Go is at hand.
 *
 * <p>Run as a program it prepares the bed ahead of the tests; that needs this package alone.
 */
public final class TestBed {
  /** What makes skipped tests run; told with each of them and once more at the end. */
  static final String REMEDY =
      "start Docker or install Go 1.26, or name a cluster:"
          + " AUTOHELM_TEST_KUBECONFIG=$HOME/.kube/config mvn verify";

  /** What begins the reason of each test that was skipped for want of a bed. */
  static final String SKIPPED = "needs the test bed, but ";

  private static @Nullable TestBed instance;

  private final Found<Path> kubeconfig = new Found<>(TestBed::findCluster);
  private final Found<HelmPrograms> helm = new Found<>(TestBed::findHelm);
  private final Found<Path> registry = new Found<>(TestBed::findRegistry);
  private final Found<Path> oracle = new Found<>(TestBed::findOracle);
  private final Found<Binaries> prometheus = new Found<>(TestBed::findPrometheus);
  private @Nullable KubernetesClient client;

  private TestBed() {}

  static synchronized TestBed ofThisJvm() {
    if (instance == null) instance = new TestBed();
    return instance;
  }

  /** What the environment wants: {@code required}, {@code auto} or {@code off}. */
  static String mode() {
    String asked = System.getenv("AUTOHELM_TESTBED");
    return asked == null || asked.isBlank() ? "auto" : asked.toLowerCase(Locale.ROOT);
  }

  /** Builds what is missing, or with {@code stop} ends the cluster of this checkout. */
  public static void main(String[] arguments) throws IOException {
    String wish = arguments.length == 0 ? "" : arguments[0];
    switch (wish) {
      case "prepare" -> {
        Binaries binaries = Binaries.ofUser();
        binaries.require(Tool.CLUSTER);
        binaries.require(Tool.HELM);
        binaries.require(List.of(Tool.REGISTRY));
        binaries.require(List.of(Tool.ORACLE));
        binaries.require(Tool.MONITORING);
        System.out.println("test bed: ready in " + binaries.of(Tool.ETCD).getParent().getParent());
      }
      case "start" -> System.out.println(ofThisJvm().kubeconfig());
      case "stop" -> new SharedCluster("binaries").end();
      default -> {
        System.err.println("usage: TestBed prepare|start|stop");
        System.exit(2);
      }
    }
  }

  Path kubeconfig() {
    return kubeconfig.get();
  }

  HelmPrograms helm() {
    return helm.get();
  }

  /** The program of an OCI registry. */
  Path registry() {
    return registry.get();
  }

  /** The program that answers with Helm's own packages. */
  Path oracle() {
    return oracle.get();
  }

  /** Makes sure that there is a Prometheus. */
  void requirePrometheus() {
    prometheus.get();
  }

  /** A Prometheus of a test's own, not started yet. */
  TestPrometheus prometheus() {
    Binaries binaries = prometheus.get();
    return TestPrometheus.of(binaries.of(Tool.PROMETHEUS), binaries.of(Tool.PROMTOOL));
  }

  synchronized TestCluster cluster() {
    if (client == null) client = TestCluster.clientFor(kubeconfig());
    return new TestCluster(kubeconfig(), client);
  }

  private static Path findCluster() {
    refuseIfOff();
    String given = System.getenv("AUTOHELM_TEST_KUBECONFIG");
    if (given != null && !given.isBlank()) {
      Path file = Path.of(given).toAbsolutePath();
      if (Files.isReadable(file)) return file;
      throw new BedUnavailable("AUTOHELM_TEST_KUBECONFIG names no file: " + file);
    }
    if (hasDocker()) return new SharedCluster("container").join();
    Binaries.ofUser().require(Tool.CLUSTER);
    return new SharedCluster("binaries").join();
  }

  private static HelmPrograms findHelm() {
    refuseIfOff();
    Binaries binaries = Binaries.ofUser();
    if (hasDocker()) return new HelmPrograms(binaries, true);
    binaries.require(Tool.HELM);
    return new HelmPrograms(binaries, false);
  }

  private static Path findRegistry() {
    refuseIfOff();
    Binaries binaries = Binaries.ofUser();
    binaries.require(List.of(Tool.REGISTRY));
    return binaries.of(Tool.REGISTRY);
  }

  private static Path findOracle() {
    refuseIfOff();
    Binaries binaries = Binaries.ofUser();
    binaries.require(List.of(Tool.ORACLE));
    return binaries.of(Tool.ORACLE);
  }

  private static Binaries findPrometheus() {
    refuseIfOff();
    Binaries binaries = Binaries.ofUser();
    binaries.require(Tool.MONITORING);
    return binaries;
  }

  private static void refuseIfOff() {
    if (mode().equals("off")) throw new BedUnavailable("AUTOHELM_TESTBED=off");
  }

  private static boolean hasDocker() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /** Looked for once in a JVM; what was not found then is not looked for again. */
  private static final class Found<T> {
    private final Supplier<T> search;
    private @Nullable T found;
    private @Nullable BedUnavailable failure;

    Found(Supplier<T> search) {
      this.search = search;
    }

    synchronized T get() {
      if (failure != null) throw failure;
      if (found == null) {
        try {
          found = search.get();
        } catch (BedUnavailable unavailable) {
          failure = unavailable;
          throw unavailable;
        }
      }
      return found;
    }
  }
}
