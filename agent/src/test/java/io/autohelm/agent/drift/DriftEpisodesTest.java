package io.autohelm.agent.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each look is a word: what differs, and a {@code !} when it was put right. */
final class DriftEpisodesTest {
  private static KubeObject.Id id(String name) {
    return new KubeObject.Id("", "ConfigMap", "web", name);
  }

  private static List<DriftedObject> drift(String look) {
    List<DriftedObject> drift = new ArrayList<>();
    for (String letter : look.replace("!", "").replace("-", "").split("", -1)) {
      switch (letter) {
        case "a", "b" ->
            drift.add(
                new DriftedObject(
                    id(letter),
                    DriftedObject.Change.MODIFIED,
                    List.of(DriftedField.unclaimed("/data/" + letter))));
        case "A" -> drift.add(DriftedObject.missing(id("a")));
        case "x" -> drift.add(DriftedObject.extra(id("x")));
        default -> {}
      }
    }
    return drift;
  }

  private static String told(DriftEpisodes episodes) {
    return episodes.all().stream()
        .map(
            episode ->
                episode.object().name()
                    + " "
                    + episode.change().text()
                    + " "
                    + episode.since().getEpochSecond()
                    + "-"
                    + (episode.ended() == null ? "" : episode.ended().getEpochSecond())
                    + " "
                    + episode.outcome().text())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-; ''",
        "a; a modified 1- standing",
        "a a; a modified 1- standing",
        "a!; a modified 1-1 corrected",
        "a! a!; a modified 1-1 corrected, a modified 2-2 corrected",
        "a -; a modified 1-2 vanished",
        // An upgrade applied everything.
        "a -!; a modified 1-2 corrected",
        "a ab b; a modified 1-3 vanished, b modified 2- standing",
        "a A!; a modified 1-2 vanished, a missing 2-2 corrected",
        // What is too much is not removed, so it stands.
        "x! xa! -; x extra 1-3 vanished, a modified 2-2 corrected",
      })
  void eachTimeIsAnEpisode(String looks, String expected) {
    DriftEpisodes episodes = DriftEpisodes.NONE;
    long second = 0;
    for (String look : looks.split(" ", -1)) {
      second++;
      episodes = episodes.observe(drift(look), look.endsWith("!"), Instant.ofEpochSecond(second));
    }
    assertEquals(expected, told(episodes));
  }

  @Test
  void onlyTheNewestAreKept() {
    DriftEpisodes episodes = DriftEpisodes.NONE;
    for (int i = 1; i <= 60; i++) {
      episodes = episodes.observe(drift("a"), true, Instant.ofEpochSecond(i));
    }
    assertEquals(50, episodes.all().size());
    assertEquals(Instant.ofEpochSecond(60), episodes.all().get(49).since());
    assertEquals(0, episodes.standing().size());
  }
}
