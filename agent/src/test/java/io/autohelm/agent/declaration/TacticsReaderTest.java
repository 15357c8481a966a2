package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a release is installed, upgraded, rolled back, uninstalled and tested. */
final class TacticsReaderTest {
  @Test
  void actionsHaveTheirOwnOptionsAndRemedies() {
    Declared declared =
        DeclarationReaderTest.read(
            DeclarationReaderTest.NAMED
                + """
                spec:
                  chart: { path: charts/shop }
                  install:
                    timeout: 30s
                    crds: Skip
                    serverSideApply: false
                    disableTakeOwnership: false
                    strategy: { name: RetryOnFailure, retryInterval: 45s }
                  upgrade:
                    disableWait: true
                    disableWaitForJobs: false
                    disableHooks: true
                    disableSchemaValidation: true
                    force: true
                    cleanupOnFail: true
                    preserveValues: true
                    crds: CreateReplace
                    forceCRDs: true
                    remediation: { retries: 3, strategy: uninstall }
                  rollback: { serverSideApply: auto }
                  uninstall: { keepHistory: true, deletionPropagation: foreground }
                  test:
                    enable: true
                    timeout: 1m
                    filters: [ { name: smoke }, { name: slow, exclude: true } ]
                """);
    assertEquals(List.of(), declared.problems());
    Tactics tactics = declared.releases().get(0).tactics();
    assertEquals(Duration.ofSeconds(30), tactics.install().timeout());
    assertEquals(Tactics.Crds.SKIP, tactics.install().crds());
    assertTrue(tactics.install().takeOwnership());
    assertEquals(Tactics.Apply.DISABLED, tactics.install().serverSide());
    assertEquals(
        new Tactics.Remedy(true, Duration.ofSeconds(45), -1, false, false, false),
        tactics.afterInstall());
    assertEquals(
        new Tactics.Means(
            null,
            false,
            true,
            false,
            Tactics.Crds.CREATE_REPLACE,
            true,
            false,
            false,
            true,
            true,
            true,
            false,
            Tactics.Apply.DISABLED,
            Tactics.Propagation.BACKGROUND),
        tactics.upgrade());
    assertEquals(new Tactics.Remedy(false, null, 3, true, false, true), tactics.afterUpgrade());
    assertEquals(Tactics.Apply.AUTO, tactics.rollback().serverSide());
    assertTrue(tactics.uninstall().keepHistory());
    assertEquals(Tactics.Propagation.FOREGROUND, tactics.uninstall().propagation());
    assertEquals(
        new Tactics.Tests(true, false, Duration.ofMinutes(1), List.of("name=smoke", "!name=slow")),
        tactics.test());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "install: { remediaton: {} }                         | spec.install.remediaton: unknown field",
        "install: { crds: CreateAll }                        | spec.install.crds: expected one of Skip, Crea",
        "install: { strategy: { name: Hope } }               | spec.install.strategy.name: expected one of Rem",
        "install: { remediation: { strategy: rollback } }    | spec.install.remediation.strategy: unkn",
        "upgrade: { remediation: { strategy: pray } }        | spec.upgrade.remediation.strategy: expe",
        "upgrade: { remediation: { retries: -2 } }           | spec.upgrade.remediation.retries: expec",
        "upgrade: { force: true, serverSideApply: enabled }  | spec.upgrade.serverSideApply: force rep",
        "upgrade: { timeout: soon }                          | spec.upgrade.timeout: expected a durati",
        "upgrade: { strategy: { name: RetryOnFailure }, remediation: {} } | spec.upgrade.remediation: has no m",
        "rollback: { keepHistory: true }                     | spec.rollback.keepHistory: unknown",
        "uninstall: { deletionPropagation: all }             | spec.uninstall.deletionPropagation: exp",
        "test: { filters: [ { exclude: true } ] }            | spec.test.filters[0].name: is required",
      })
  void mistakesInOptionsAreToldWithTheirPlace(String option, String problem) {
    Declared declared =
        DeclarationReaderTest.read(
            DeclarationReaderTest.NAMED
                + "spec:\n  chart: { path: charts/shop }\n  "
                + option
                + "\n");
    assertEquals(1, declared.problems().size(), declared.problems().toString());
    Problem found = declared.problems().get(0);
    String met = found.path() + ": " + found.message();
    assertTrue(met.startsWith(problem), met);
    assertTrue(found.line() > 1, "the line is told");
  }
}
