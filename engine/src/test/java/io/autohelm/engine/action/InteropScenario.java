package io.autohelm.engine.action;

import io.autohelm.engine.release.ReleaseStatus;
import java.util.function.Consumer;

/** What two hands do in turns with one release. */
@SuppressWarnings("ImmutableEnumChecker") // a lambda without state
enum InteropScenario {
  WHOLE_LIFE(
      stage -> {
        stage.firstInstalls("{greeting: hi}", HandOption.WAIT);
        stage.secondUpgrades("{greeting: hey, extra: false, ports: [80, 81]}", HandOption.WAIT);
        stage.firstUpgrades("{kept: false, env: {B: '3', C: '4'}, sub: {enabled: false}}");
        stage.firstRollsBack(1, HandOption.WAIT);
        stage.secondRollsBack(0);
        stage.firstTests("name=shop-test-one");
        stage.secondTests("!name=shop-test-one");
        stage.secondUninstalls(HandOption.WAIT);
      }),
  KEPT_HISTORY(
      stage -> {
        stage.firstInstalls("{greeting: one}", HandOption.DESCRIBED, HandOption.LABELLED);
        stage.secondUpgrades(
            "{greeting: two}",
            HandOption.DESCRIBED,
            HandOption.RELABELLED,
            HandOption.HISTORY_OF_TWO);
        stage.firstUpgrades("{ports: [80, 82]}", HandOption.REUSE, HandOption.HISTORY_OF_TWO);
        stage.secondUpgrades("{}", HandOption.HISTORY_OF_TWO);
        stage.secondUninstalls(HandOption.KEEP_HISTORY, HandOption.DESCRIBED);
        stage.secondUninstalls(HandOption.KEEP_HISTORY);
        stage.firstRollsBack(4);
        stage.secondUninstalls(HandOption.KEEP_HISTORY);
        stage.secondInstalls("{greeting: again}");
        stage.secondInstalls("{greeting: again}", HandOption.REPLACE);
        stage.firstUpgrades("{extra: false}", HandOption.RESET_THEN_REUSE);
        stage.firstUninstalls();
        stage.secondUninstalls();
        stage.secondUninstalls(HandOption.IGNORE_NOT_FOUND);
      }),
  FAILED(
      stage -> {
        stage.firstInstalls("{greeting: one}");
        stage.secondUpgrades("{broken: true, extra: false, ports: [81]}");
        stage.helmLeaves("shop-added");
        stage.secondUpgrades("{broken: true, extra: false}", HandOption.CLEANUP);
        stage.firstUpgrades("{greeting: two}");
        stage.secondUpgrades("{broken: true, greeting: three}", HandOption.ROLL_BACK);
        stage.firstUpgrades("{broken: true}");
        stage.secondRollsBack(2);
        stage.secondRollsBack(1);
        stage.secondUpgrades("{greeting: {no: text}}");
        stage.secondUpgrades("{greeting: five}", HandOption.RESET);
        stage.firstUninstalls();
      }),
  FAILED_INSTALLATION(
      stage -> {
        stage.firstInstalls("{broken: true}");
        stage.secondInstalls("{greeting: two}");
        stage.secondUpgrades("{mistyped: true}", HandOption.SERVER_SIDE);
        stage.secondUpgrades("{broken: true}");
        stage.secondUpgrades("{greeting: two}");
        stage.firstUninstalls();
        stage.secondInstalls("{broken: true}");
        stage.secondInstalls("{broken: true}", HandOption.REPLACE);
        stage.secondInstalls("{broken: false}", HandOption.REPLACE);
        stage.secondUninstalls();
        stage.secondInstalls("{broken: true}", HandOption.ROLL_BACK);
      }),
  FAILED_HOOKS(
      stage -> {
        stage.firstInstalls("{greeting: one}");
        stage.secondUpgrades("{jobOutcome: fail, greeting: two}", HandOption.NO_HOOKS);
        stage.firstUpgrades("{testOutcome: fail}", HandOption.RESET);
        stage.secondTests();
        stage.secondUpgrades("{jobOutcome: fail, greeting: three, extra: false}");
        stage.secondRollsBack(0);
        stage.secondUninstalls(HandOption.NO_HOOKS);
        stage.secondInstalls("{jobOutcome: fail}");
      }),
  PENDING(
      stage -> {
        stage.firstInstalls("{greeting: one}");
        stage.secondUpgrades("{greeting: two}");
        stage.recordBecomes(
            release -> release.with(ReleaseStatus.PENDING_UPGRADE, "Preparing upgrade"));
        stage.secondUpgrades("{greeting: three}");
        stage.secondRollsBack(1);
        stage.firstUpgrades("{greeting: four}");
        stage.recordBecomes(
            release -> release.with(ReleaseStatus.PENDING_ROLLBACK, "Rollback to 1"));
        stage.secondUninstalls();
      }),
  OWNERS(
      stage -> {
        stage.somebodyApplies(
            "/api/v1/namespaces/%s/configmaps/shop-config",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"shop-config\"},"
                + "\"data\":{\"theirs\":\"1\"}}");
        stage.firstInstalls("{greeting: one}");
        stage.secondInstalls("{greeting: one}");
        stage.secondInstalls("{greeting: one}", HandOption.TAKE_OWNERSHIP);
        stage.somebodyApplies(
            "/api/v1/namespaces/%s/configmaps/shop-config",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"shop-config\"},"
                + "\"data\":{\"greeting\":\"theirs\"}}");
        stage.somebodyApplies(
            "/api/v1/namespaces/%s/configmaps/shop-added",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"shop-added\"},"
                + "\"data\":{\"a\":\"theirs\"}}");
        stage.secondUpgrades("{greeting: two, extra: false}");
        stage.secondUpgrades("{greeting: two}");
        stage.secondUpgrades(
            "{greeting: two, extra: false}", HandOption.TAKE_OWNERSHIP, HandOption.FORCE_CONFLICTS);
        stage.somebodyDeletes("/api/v1/namespaces/%s/services/shop");
        stage.secondUpgrades("{greeting: three}", HandOption.FORCE_CONFLICTS);
        stage.somebodyApplies(
            "/api/v1/namespaces/%s/configmaps/shop-config",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"shop-config\","
                + "\"annotations\":{\"meta.helm.sh/release-name\":\"other\"}}}");
        stage.secondUninstalls(HandOption.SIMULATED);
        stage.secondUninstalls(HandOption.FOREGROUND);
      }),
  CLIENT_SIDE(
      stage -> {
        stage.firstInstalls("{greeting: one}", HandOption.CLIENT_SIDE);
        stage.somebodyApplies(
            "/apis/apps/v1/namespaces/%s/deployments/shop",
            "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"shop\"},"
                + "\"spec\":{\"replicas\":1,\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\","
                + "\"env\":[{\"name\":\"THEIRS\",\"value\":\"1\"}]}]}}}}");
        stage.secondUpgrades("{greeting: two, extra: false, env: {B: '3'}, ports: [81, 80]}");
        stage.secondUpgrades("{greeting: two}", HandOption.CLIENT_SIDE, HandOption.FORCE_REPLACE);
        stage.secondUpgrades("{broken: true}", HandOption.CLIENT_SIDE);
        stage.firstRollsBack(1);
        stage.secondRollsBack(2);
        stage.secondUpgrades("{ports: [83], extra: false}", HandOption.SERVER_SIDE);
        stage.firstUpgrades("{greeting: five}");
        stage.secondRollsBack(1);
        stage.secondUninstalls(HandOption.ORPHAN);
      }),
  OPTIONS(
      stage -> {
        stage.secondInstalls("{greeting: {no: text}}");
        stage.secondInstalls("{}", HandOption.MISLABELLED);
        stage.secondInstalls("{greeting: dry}", HandOption.DRY_RUN, HandOption.SKIP_CRDS);
        stage.secondInstalls("{}", HandOption.SKIP_CRDS);
        stage.firstInstalls("{}");
        stage.secondUpgrades("{greeting: dry}", HandOption.DRY_RUN);
        stage.secondUpgrades("{greeting: x}", HandOption.SERVER_SIDE, HandOption.FORCE_REPLACE);
        stage.secondRollsBack(7);
        stage.secondRollsBack(1, HandOption.DRY_RUN);
        stage.secondRollsBack(1, HandOption.NO_HOOKS, HandOption.HISTORY_OF_TWO);
        stage.secondUninstalls(HandOption.NO_HOOKS);
        stage.secondUpgrades("{}");
        stage.secondRollsBack(1);
        stage.secondTests();
      });

  private final Consumer<InteropStage> play;

  InteropScenario(Consumer<InteropStage> play) {
    this.play = play;
  }

  void play(InteropStage stage) {
    play.accept(stage);
  }
}
