package io.autohelm.engine.testing;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tests of {@link HouseRules} that every module passes, each over tables of its own. */
public interface HouseRulesContract {
  /** The module's classes, read once. */
  HouseRules rules();

  /** Which packages a package may know; one that is not listed may know none. */
  Map<String, Set<String>> mayKnow();

  /** Which packages may use a library; none means that it must not come in. */
  Map<String, Set<String>> doors();

  @Test
  default void packagesHaveNoCycles() {
    rules().noCycles();
  }

  @Test
  default void packagesKnowOnlyWhomTheyMay() {
    rules().arrows(mayKnow());
  }

  @Test
  default void eachLibraryHasOneDoor() {
    rules().doors(doors());
  }

  @Test
  default void namesSaySomething() {
    rules().names();
  }

  @Test
  default void classesAreClosed() {
    rules().closedClasses();
  }

  @Test
  default void packagesAreNullMarked() {
    rules().nullMarkedPackages();
  }
}
