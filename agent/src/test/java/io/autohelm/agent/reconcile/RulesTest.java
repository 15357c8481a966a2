package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Window;
import io.autohelm.agent.schedule.Windows;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the configuration says of a source goes before what it says of all. */
final class RulesTest {
  private static final Limits STRICT = new Limits(0, 0, 0, Set.of(), false);
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");

  private static final Window NIGHT =
      new Window(
          Window.Kind.ALLOW,
          Cron.parse("@daily", ZoneOffset.UTC),
          Duration.ofHours(1),
          false,
          false);

  private static final Rules RULES =
      new Rules(
          List.of(
              new WindowRule(List.of("web"), List.of(), NIGHT),
              new WindowRule(List.of("db"), List.of(), NIGHT)),
          Map.of("strict", new Rules.SourceRules(new Windows(List.of(NIGHT, NIGHT)), STRICT, true)),
          Limits.STANDARD);

  @Test
  void theGuardOfASourceTakesThePlaceOfTheAgents() {
    assertEquals(STRICT, RULES.limits("strict"));
    assertEquals(Limits.STANDARD, RULES.limits("another"));
  }

  @Test
  void aSourceMayWantApprovalForAllOfItsReleases() {
    assertEquals(true, RULES.consents("strict", null, digest -> false).isApproval());
    assertEquals(false, RULES.consents("another", null, digest -> false).isApproval());
  }

  @Test
  void windowsAreOfThreeLevels() {
    assertEquals(
        List.of(1, 2, 0),
        RULES.windows(SHOP, "strict", null).stream().map(level -> level.all().size()).toList());
    assertEquals(
        List.of(0, 0, 0),
        RULES.windows(new ReleaseId("mail", "shop"), "another", null).stream()
            .map(level -> level.all().size())
            .toList());
  }
}
