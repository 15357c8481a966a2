package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DepartureTest {
  private static SortedSet<ReleaseId> releases(int count) {
    SortedSet<ReleaseId> releases = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      releases.add(new ReleaseId("web", "r" + i));
    }
    return releases;
  }

  private static Departure departure(String source, int leaving, int total) {
    return new Departure(source, releases(leaving), total, new TreeSet<>());
  }

  @Test
  void aSetThatYieldsNothingIsMoreOftenAMistakeThanMeant() {
    Departure departure =
        new Departure("a", releases(1), 100, new TreeSet<>(Set.of("sets/shops.yaml")));
    assertEquals(
        "the ReleaseSet of sets/shops.yaml yields nothing any more",
        departure.excess(Limits.STANDARD).orElseThrow());
    assertEquals(Optional.empty(), departure.excess(Limits.NONE));
  }

  @ParameterizedTest(name = "{0} of {1} with at most {2} or {3}%, empty {4}: {5}")
  @CsvSource({
    "0,  0,   10, 50, false, ''",
    "0,  5,   0,  0,  false, ''",
    "1,  100, 10, 50, false, ''",
    "10, 100, 10, 50, false, ''",
    "11, 100, 10, 50, false, '11 releases left source a, more than 10'",
    "1,  100, 0,  50, false, '1 releases left source a, more than 0'",
    // A share of few says nothing.
    "1,  2,   10, 50, false, ''",
    "2,  3,   10, 50, false, ''",
    "3,  6,   10, 50, false, ''",
    "3,  5,   10, 50, false, '3 of 5 releases left source a, more than 50%'",
    "3,  5,   10, 100, false, ''",
    // Nothing at all is more often a mistake than meant.
    "1,  1,   10, 50, false, source a declares nothing any more",
    "5,  5,   10, 100, false, source a declares nothing any more",
    "1,  1,   10, 50, true,  ''",
    "5,  5,   10, 50, true,  '5 of 5 releases left source a, more than 50%'",
  })
  void whatIsTooMuch(int leaving, int total, int most, int share, boolean empty, String excess) {
    Limits limits = new Limits(most, share, 0, Set.of(), empty);
    assertEquals(excess, departure("a", leaving, total).excess(limits).orElse(""));
  }

  @Test
  void theDigestIsOfTheSourceAndOfWhoLeaves() {
    Departure departure = departure("a", 3, 5);
    assertTrue(departure.digest().matches("sha256:[0-9a-f]{64}"));
    assertEquals(departure.digest(), departure("a", 3, 9).digest());
    assertNotEquals(departure.digest(), departure("b", 3, 5).digest());
    assertNotEquals(departure.digest(), departure("a", 2, 5).digest());
  }

  @Test
  void peopleReadWhoWouldGoAndHowToAgree() {
    Departure departure = departure("a", 2, 2);
    assertEquals(
        "why: nothing is uninstalled before somebody consents to "
            + departure.digest()
            + "; it would be web/r0, web/r1",
        departure.told("why"));
    assertTrue(departure("a", 25, 25).told("").endsWith(" and 5 others"));
  }

  @Test
  void partsOfADigestCannotBeMistakenForOthers() {
    ReleaseId id = new ReleaseId("web", "x");
    assertNotEquals(
        Digests.removal(id, List.of("ab", "c")), Digests.removal(id, List.of("a", "bc")));
    assertEquals(Digests.removal(id, List.of("a", "b")), Digests.removal(id, List.of("b", "a")));
  }
}
