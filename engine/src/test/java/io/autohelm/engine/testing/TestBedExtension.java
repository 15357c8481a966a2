package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the bed they are annotated for, or skips them, or fails where it is required. */
final class TestBedExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace OURS = Namespace.create(TestBedExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) return ConditionEvaluationResult.enabled("");
    Class<?> test = context.getRequiredTestClass();
    try {
      if (test.isAnnotationPresent(RealCluster.class)) TestBed.ofThisJvm().kubeconfig();
      if (test.isAnnotationPresent(RealHelm.class)) TestBed.ofThisJvm().helm();
      if (test.isAnnotationPresent(RealRegistry.class)) TestBed.ofThisJvm().registry();
      if (test.isAnnotationPresent(RealOracle.class)) TestBed.ofThisJvm().oracle();
      if (test.isAnnotationPresent(RealPrometheus.class)) {
        TestBed.ofThisJvm().requirePrometheus();
      }
      return ConditionEvaluationResult.enabled("the test bed is there");
    } catch (BedUnavailable unavailable) {
      if (TestBed.mode().equals("required")) throw unavailable;
      return ConditionEvaluationResult.disabled(
          TestBed.SKIPPED + unavailable.getMessage() + "; to run it: " + TestBed.REMEDY);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> wanted = parameter.getParameter().getType();
    return wanted == TestCluster.class
        || wanted == TestHelm.class
        || wanted == TestRegistry.class
        || wanted == TestPrometheus.class
        || wanted == TestOracle.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> wanted = parameter.getParameter().getType();
    // The store closes what it holds when the test, or the class, is over.
    String key = wanted.getName() + " " + context.getUniqueId();
    ExtensionContext.Store store = context.getStore(OURS);
    if (wanted == TestCluster.class) {
      return store.getOrComputeIfAbsent(
          key, any -> TestBed.ofThisJvm().cluster(), TestCluster.class);
    }
    if (wanted == TestRegistry.class) {
      return store.getOrComputeIfAbsent(
          key, any -> TestRegistry.start(TestBed.ofThisJvm().registry()), TestRegistry.class);
    }
    if (wanted == TestPrometheus.class) {
      return store.getOrComputeIfAbsent(
          key, any -> TestBed.ofThisJvm().prometheus(), TestPrometheus.class);
    }
    if (wanted == TestOracle.class) {
      return store.getOrComputeIfAbsent(
          key, any -> TestOracle.start(TestBed.ofThisJvm().oracle()), TestOracle.class);
    }
    return store.getOrComputeIfAbsent(key, any -> Borrowed.helm(context), Borrowed.class).helm();
  }

  /** A Helm with its folder, which goes when the test is over. */
  private record Borrowed(TestHelm helm, Path home) implements AutoCloseable {
    static Borrowed helm(ExtensionContext context) {
      boolean withCluster = context.getRequiredTestClass().isAnnotationPresent(RealCluster.class);
      TestBed bed = TestBed.ofThisJvm();
      Map<String, String> environment =
          withCluster ? Map.of("KUBECONFIG", bed.kubeconfig().toString()) : Map.of();
      try {
        Path home = Files.createTempDirectory("autohelm-helm-");
        return new Borrowed(new TestHelm(bed.helm(), home, home, environment), home);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void close() {
      Binaries.deleteTree(home);
    }
  }
}
