package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.drift.DriftEpisode;
import io.autohelm.agent.drift.DriftEpisodes;
import io.autohelm.agent.drift.DriftedField;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.status.ChangeFeed;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.agent.testing.SampleReport;
import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpisodeFolderTest {
  private static final Instant SINCE = Instant.parse("2026-01-05T07:30:00.123456789Z");

  @TempDir private Path data;

  private static DriftEpisodes episodes() {
    KubeObject.Id object = new KubeObject.Id("apps", "Deployment", "web", "shop");
    return new DriftEpisodes(
        List.of(
            new DriftEpisode(
                object,
                DriftedObject.Change.MISSING,
                List.of(),
                SINCE,
                SINCE.plusSeconds(2),
                DriftEpisode.Outcome.CORRECTED),
            new DriftEpisode(
                object,
                DriftedObject.Change.MODIFIED,
                List.of(
                    new DriftedField("/spec/replicas", "kubectl", "Update", SINCE, "3", null),
                    DriftedField.unclaimed("/spec/paused")),
                SINCE,
                null,
                DriftEpisode.Outcome.STANDING)));
  }

  @Test
  void theNextProcessKnowsWhatWasKept() {
    new EpisodeFolder(data).keep("web", "shop.v2", episodes());
    EpisodeFolder next = new EpisodeFolder(data);
    assertEquals(episodes(), next.of("web", "shop.v2"));
    assertEquals(DriftEpisodes.NONE, next.of("web", "shop"));
    next.forget("web", "shop.v2");
    assertEquals(DriftEpisodes.NONE, next.of("web", "shop.v2"));
  }

  @Test
  void whatStandsGoesOnSinceItBegan() {
    new EpisodeFolder(data).keep("web", "shop", episodes());
    DriftEpisodes known = new EpisodeFolder(data).of("web", "shop");
    DriftedObject again =
        new DriftedObject(
            known.all().get(1).object(),
            DriftedObject.Change.MODIFIED,
            List.of(DriftedField.unclaimed("/spec/replicas")));
    DriftEpisodes now = known.observe(List.of(again), false, SINCE.plusSeconds(90));
    assertEquals(List.of(SINCE), now.standing().stream().map(DriftEpisode::since).toList());
  }

  @Test
  void whatIsToldAndCountedIsAsOldAsTheArchiveKnows() {
    new EpisodeFolder(data).keep("web", "shop", episodes());
    StatusBoard board = new StatusBoard(List.of("git"), new ChangeFeed(1), new EpisodeFolder(data));
    Report.ReleaseSynced synced =
        SampleReport.of(Decision.Step.LEAVE)
            .at(SINCE.plusSeconds(3600))
            .drift(
                List.of(
                    new DriftedObject(
                        episodes().all().get(1).object(),
                        DriftedObject.Change.MODIFIED,
                        List.of(DriftedField.unclaimed("/spec/replicas")))))
            .report();
    board.tell(synced);
    assertEquals(SINCE, board.release(synced.id()).orElseThrow().drift().since());
    assertEquals(SINCE, ((Report.ReleaseSynced) board.aged(synced)).driftSince());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{}", "null", "[{\"object\":7}]", "[{\"since\":\"soon\"}]"})
  void aFileThatCannotBeReadIsNothing(String text) throws IOException {
    EpisodeFolder folder = new EpisodeFolder(data);
    folder.keep("web", "shop", episodes());
    Path file = data.resolve("episodes/web/shop.json");
    Files.writeString(file, text);
    assertEquals(DriftEpisodes.NONE, folder.of("web", "shop"));
    folder.keep("web", "shop", episodes());
    assertEquals(episodes(), folder.of("web", "shop"));
  }

  @Test
  void whereNothingCanBeWrittenNothingFails() throws IOException {
    Files.writeString(data.resolve("episodes"), "a file in the way");
    EpisodeFolder folder = new EpisodeFolder(data);
    folder.keep("web", "shop", episodes());
    assertEquals(DriftEpisodes.NONE, folder.of("web", "shop"));
    folder.forget("web", "shop");
    assertTrue(Files.isRegularFile(data.resolve("episodes")));
    assertFalse(Files.exists(data.resolve("episodes.next")));
  }
}
