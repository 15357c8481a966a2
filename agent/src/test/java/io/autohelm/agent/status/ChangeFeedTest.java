package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeFeedTest {
  private final ChangeFeed feed = new ChangeFeed(2);
  private final List<String> heard = new ArrayList<>();

  private void hear(ChangeFeed.Change change) {
    heard.add(change.id() + " " + change.kind() + " " + change.namespace() + "/" + change.name());
  }

  @Test
  void listenersHearWhatComesAndWhatTheyMissed() {
    feed.release(new ReleaseId("web", "shop"));
    feed.source("git");
    ChangeFeed.Listening listening = feed.listen(1L, this::hear).orElseThrow();
    feed.release(new ReleaseId("web", "cart"));
    listening.close();
    feed.source("git");
    assertEquals(List.of("2 SOURCE /git", "3 RELEASE web/cart"), heard);
  }

  @Test
  void whoWasAwayTooLongLooksAtAllAgain() {
    for (int i = 0; i < 1200; i++) {
      feed.source("git");
    }
    assertTrue(feed.listen(3L, this::hear).isPresent());
    assertEquals(List.of("1200 RESET /"), heard);
  }

  @Test
  void whoHeardAnotherProcessLooksAtAllAgain() {
    feed.source("git");
    assertTrue(feed.listen(77L, this::hear).isPresent());
    assertEquals(List.of("1 RESET /"), heard);
  }

  @Test
  void onlySoManyListen() {
    ChangeFeed.Listening first = feed.listen(null, this::hear).orElseThrow();
    assertTrue(feed.listen(null, this::hear).isPresent());
    assertTrue(feed.listen(null, this::hear).isEmpty());
    first.close();
    first.close();
    assertTrue(feed.listen(null, this::hear).isPresent());
    assertTrue(feed.listen(null, this::hear).isEmpty());
  }
}
