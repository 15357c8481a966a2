package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody can do about a release.
 *
 * @param text a sentence for people
 * @param command what does it; null where no command does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NextStep(String text, @Nullable String command) {
  /** How a chart's values.schema.json complains of a value, by its JSON pointer. */
  private static final Pattern AGAINST_SCHEMA = Pattern.compile("at '/([A-Za-z0-9_/-]+)': ");

  /** What there is to do, the most useful first; empty for a release that is as it should be. */
  static List<NextStep> of(ReleaseView release) {
    String name = release.name() + " -n " + release.namespace();
    List<NextStep> steps = new ArrayList<>();
    switch (release.action()) {
      case "wait-for-approval" ->
          steps.add(agree("Look at what would change, then approve this plan.", release));
      case "wait-for-confirmation" ->
          steps.add(agree("Look at what would be deleted, then agree to it.", release));
      case "frozen" -> {
        steps.add(agree("If these releases shall go, agree to it.", release));
        steps.add(new NextStep("If not, put their declarations back into Git.", null));
      }
      case "wait-for-window" ->
          steps.add(
              new NextStep("Nothing: it goes on by itself" + at(release.until()) + ".", null));
      case "wait-for-dependency" ->
          steps.add(
              new NextStep(
                  "Look at the releases it waits for; it goes on when they are ready.", null));
      case "wait-for-lock" ->
          steps.add(new NextStep("Nothing: it goes on when the other writer has ended.", null));
      case "quarantine" -> {
        steps.add(
            new NextStep("Mend its chart or values in Git; a new commit is tried at once.", null));
        steps.add(
            new NextStep(
                "If the cause lies outside of Git and is gone, try the same once more.",
                "autohelm reconcile " + name));
      }
      case "held-back" -> {
        steps.add(
            new NextStep("Mend chart or values in Git; a change of them is tried at once.", null));
        steps.add(
            new NextStep(
                "Or have what is declared now tried once more.", "autohelm reconcile " + name));
      }
      case "suspend" ->
          steps.add(
              isByDeclaration(release)
                  ? new NextStep("Remove suspend: true from its declaration to let it go on.", null)
                  : new NextStep("Resume it when it may go on.", "autohelm resume " + name));
      default -> failed(release, name, steps);
    }
    return steps;
  }

  private static void failed(ReleaseView release, String name, List<NextStep> steps) {
    if (release.error() != null) {
      if (release.error().contains("CRDs of the chart are not applied")) {
        steps.add(
            new NextStep(
                "Migrate the objects of that kind; or leave the CRD as it is"
                    + " (upgrade.crds: Skip in the declaration), or have it changed all the same"
                    + " (upgrade.forceCRDs: true).",
                null));
      }
      ImmutableField.of(release.error())
          .map(field -> field.step(release.namespace()))
          .ifPresent(steps::add);
      steps.add(
          new NextStep(
              "Mend what the error names; it is tried again by itself" + at(release.until()) + ".",
              null));
      Matcher value = AGAINST_SCHEMA.matcher(release.error());
      if (value.find()) {
        steps.add(
            new NextStep(
                "In the config repository this tells which file and line set the value.",
                "autohelm explain "
                    + release.namespace()
                    + "/"
                    + release.name()
                    + " "
                    + value.group(1).replace('/', '.')));
      }
      steps.add(new NextStep("Or have it tried now.", "autohelm reconcile " + name));
    } else if (release.isDrifted()) {
      steps.add(
          new NextStep(
              "Put the change into Git or take it back in the cluster;"
                  + " driftDetection.mode: correct has it put right always.",
              null));
    } else if (release.health().equals("degraded")) {
      steps.add(
          new NextStep(
              "Look at the objects below that are degraded or missing; the release itself is applied.",
              null));
    }
  }

  private static NextStep agree(String text, ReleaseView release) {
    return new NextStep(
        text, release.digest() == null ? null : "autohelm approve " + release.digest());
  }

  private static String at(@Nullable Instant time) {
    return time == null
        ? ""
        : " at "
            + time.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace("T", " ")
                .replace("Z", " UTC");
  }

  /** Whether Git says so, which no order takes back. */
  static boolean isByDeclaration(ReleaseView release) {
    return release.reason().contains("by its declaration");
  }
}
