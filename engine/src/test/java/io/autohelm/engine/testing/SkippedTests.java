package io.autohelm.engine.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says at the end of a module's tests how many were skipped for want of a test bed. */
public final class SkippedTests implements TestExecutionListener {
  private final AtomicInteger skipped = new AtomicInteger();
  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    if (!reason.contains(TestBed.SKIPPED)) return;
    int below =
        (int) plan.getDescendants(identifier).stream().filter(TestIdentifier::isTest).count();
    skipped.addAndGet(Math.max(1, below));
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    int count = skipped.getAndSet(0);
    if (count == 0) return;
    System.out.printf(
        "%d test%s need%s a real Kubernetes or Helm and did not run. To run %s: %s%n",
        count,
        count == 1 ? "" : "s",
        count == 1 ? "s" : "",
        count == 1 ? "it" : "them",
        TestBed.REMEDY);
  }
}
