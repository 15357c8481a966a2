package io.autohelm.agent.cli;

import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import io.autohelm.engine.yaml.Yaml;
import java.util.List;

/** A release as {@code helm status} and the commands that change releases print it. */
final class ReleaseText {
  private static final String DRY_RUN = "Dry run complete";

  private final Release release;
  private String resources = "";
  private boolean hasMetadata;
  private boolean hasRecord;
  private boolean hasNotes = true;

  ReleaseText(Release release) {
    this.release = release;
  }

  /** Shows the chart too. */
  ReleaseText withMetadata() {
    hasMetadata = true;
    return this;
  }

  /** Shows values, hooks and manifest too. */
  ReleaseText withRecord() {
    hasRecord = true;
    return this;
  }

  /** Shows the objects as they are; empty for none. */
  ReleaseText withResources(String table) {
    resources = table;
    return this;
  }

  ReleaseText withoutNotes() {
    hasNotes = false;
    return this;
  }

  @Override
  public String toString() {
    ReleaseInfo info = release.info();
    StringBuilder text = new StringBuilder();
    line(text, "NAME: ", release.name());
    if (info.lastDeployed() != null) {
      line(text, "LAST DEPLOYED: ", HelmTime.inWords(info.lastDeployed()));
    }
    line(text, "NAMESPACE: ", release.namespace());
    line(text, "STATUS: ", release.status().text());
    line(text, "REVISION: ", Integer.toString(release.revision()));
    if (hasMetadata) {
      line(text, "CHART: ", release.chart().name());
      line(text, "VERSION: ", release.chart().metadata().version());
      line(text, "APP_VERSION: ", release.chart().metadata().appVersion());
    }
    line(text, "DESCRIPTION: ", info.description());
    if (!resources.isEmpty()) {
      text.append("RESOURCES:\n").append(resources).append('\n');
    }
    tests(text);
    if (hasRecord) {
      text.append("USER-SUPPLIED VALUES:\n")
          .append(Yaml.print(ReleaseParts.givenValues(release)))
          .append("\nCOMPUTED VALUES:\n")
          .append(Yaml.print(ReleaseParts.computedValues(release)))
          .append('\n');
    }
    if (hasRecord || info.description().equalsIgnoreCase(DRY_RUN)) {
      text.append("HOOKS:\n").append(ReleaseParts.hooks(release));
      text.append("MANIFEST:\n").append(release.manifest()).append('\n');
    }
    if (hasNotes && !info.notes().isEmpty()) {
      text.append("NOTES:\n").append(info.notes().strip()).append('\n');
    }
    return text.toString();
  }

  private void tests(StringBuilder text) {
    List<HookRun> tests =
        release.hooks().stream()
            .filter(run -> run.hook().events().contains(HookEvent.TEST))
            .toList();
    if (tests.isEmpty()) {
      text.append("TEST SUITE: None\n");
    }
    for (HookRun test : tests) {
      if (test.startedAt() != null) {
        line(text, "TEST SUITE:     ", test.hook().name());
        line(text, "Last Started:   ", HelmTime.inWords(test.startedAt()));
        line(text, "Last Completed: ", HelmTime.inWords(test.completedAt()));
        line(text, "Phase:          ", test.phase());
      }
    }
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(label).append(value).append('\n');
  }
}
