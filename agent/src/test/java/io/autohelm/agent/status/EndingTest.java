package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class EndingTest {
  @Test
  void whoComesWhileTheServerEndsIsToldWhenToComeAgain() {
    StreamEnd end = new StreamEnd();
    Ending ending = new Ending(end);
    assertNull(ending.refuse(HttpRequest.GET("/")));
    end.come();
    HttpResponse<?> answer = ending.refuse(HttpRequest.GET("/"));
    assertNotNull(answer);
    assertEquals(503, answer.code());
    assertEquals("5", answer.header("Retry-After"));
  }
}
