package io.autohelm.agent.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a browser, or skips them, or fails where it is required. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace OURS = Namespace.create(BrowserExtension.class);
  private static final String REMEDY =
      "apt-get install chromium chromium-driver, or name them:"
          + " AUTOHELM_CHROMIUM=/path/chromium AUTOHELM_CHROMEDRIVER=/path/chromedriver mvn verify";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String mode = Optional.ofNullable(System.getenv("AUTOHELM_TESTBED")).orElse("auto");
    if (!mode.equals("off") && TestBrowser.isThere()) {
      return ConditionEvaluationResult.enabled("there is a browser");
    }
    if (mode.equals("required")) {
      throw new IllegalStateException("no Chromium with chromedriver was found; " + REMEDY);
    }
    return ConditionEvaluationResult.disabled(
        "needs the test bed, but there is no Chromium with chromedriver; to run it: " + REMEDY);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestBrowser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // One for all tests of a class: a start takes seconds. It is closed with the class.
    ExtensionContext ofClass =
        context.getTestMethod().isPresent() ? context.getParent().orElse(context) : context;
    TestBrowser browser =
        ofClass
            .getStore(OURS)
            .getOrComputeIfAbsent("browser", key -> TestBrowser.start(), TestBrowser.class);
    browser.reset();
    return browser;
  }
}
