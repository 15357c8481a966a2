package io.autohelm.agent.desk;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.status.Insight;
import io.autohelm.agent.status.ProblemView;
import io.autohelm.agent.status.ReleaseView;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.engine.action.ClusterException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders from whoever has the token. */
@Controller("/api/v1")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeskController {
  private static final Logger LOG = LoggerFactory.getLogger(DeskController.class);

  private final Gate gate;
  private final Desk desk;
  private final StatusBoard board;
  private final Insight insight;
  private final Clock clock;

  DeskController(Gate gate, Desk desk, StatusBoard board, Insight insight, Clock clock) {
    this.gate = gate;
    this.desk = desk;
    this.board = board;
    this.insight = insight;
    this.clock = clock;
  }

  /** One kind of order. */
  private interface Handling {
    Verdict of(ReleaseView release, Wish wish, Instant now) throws Wish.Unreadable;
  }

  @Post("/releases/{namespace}/{name}/sync")
  HttpResponse<?> sync(
      HttpRequest<?> request, String namespace, String name, @Body @Nullable String body) {
    return handle(
        request,
        new ReleaseId(namespace, name),
        "sync",
        body,
        (release, wish, now) -> {
          Verdict verdict = Verdict.sync(release);
          if (verdict.isPossible()) {
            desk.order(Order.sync(new ReleaseId(namespace, name), wish.by(), now));
          }
          return verdict;
        });
  }

  @Post("/releases/{namespace}/{name}/suspend")
  HttpResponse<?> suspend(
      HttpRequest<?> request, String namespace, String name, @Body @Nullable String body) {
    return handle(
        request,
        new ReleaseId(namespace, name),
        "suspend",
        body,
        (release, wish, now) -> {
          desk.order(Order.suspend(new ReleaseId(namespace, name), wish.by(), wish.reason(), now));
          return Verdict.suspend();
        });
  }

  @Post("/releases/{namespace}/{name}/resume")
  HttpResponse<?> resume(
      HttpRequest<?> request, String namespace, String name, @Body @Nullable String body) {
    return handle(
        request,
        new ReleaseId(namespace, name),
        "resume",
        body,
        (release, wish, now) -> {
          Verdict verdict = Verdict.resume(release);
          if (verdict.isPossible()) {
            desk.withdraw(Order.Kind.SUSPEND, new ReleaseId(namespace, name).toString());
          }
          return verdict;
        });
  }

  @Post("/releases/{namespace}/{name}/approve")
  HttpResponse<?> approve(
      HttpRequest<?> request, String namespace, String name, @Body @Nullable String body) {
    return handle(
        request,
        new ReleaseId(namespace, name),
        "approve",
        body,
        (release, wish, now) -> {
          if (wish.digest().isEmpty()) {
            throw new Wish.Unreadable("digest is required: what is agreed to");
          }
          Verdict verdict = Verdict.approve(release, wish.digest());
          if (verdict.isPossible()) {
            desk.order(Order.consent(wish.digest(), wish.by(), wish.reason(), now));
          }
          return verdict;
        });
  }

  @Post("/releases/{namespace}/{name}/rollback")
  HttpResponse<?> rollback(
      HttpRequest<?> request, String namespace, String name, @Body @Nullable String body) {
    return handle(
        request,
        new ReleaseId(namespace, name),
        "rollback",
        body,
        (release, wish, now) -> {
          ReleaseId id = new ReleaseId(namespace, name);
          Verdict verdict = Verdict.rollback(release, wish.revision(), insight.history(id));
          if (verdict.isPossible()) {
            desk.order(Order.rollback(id, wish.revision(), wish.by(), wish.reason(), now));
          }
          return verdict;
        });
  }

  @Post("/sources/{name}/sync")
  HttpResponse<?> syncSource(HttpRequest<?> request, String name, @Body @Nullable String body) {
    return handleSource(
        request,
        name,
        "sync",
        body,
        wish -> {
          desk.order(Order.syncSource(name, wish.by(), clock.instant()));
          return "its repository is asked now, and each of its releases is looked at";
        });
  }

  @Post("/sources/{name}/suspend")
  HttpResponse<?> suspendSource(HttpRequest<?> request, String name, @Body @Nullable String body) {
    return handleSource(
        request,
        name,
        "suspend",
        body,
        wish -> {
          desk.order(Order.suspendSource(name, wish.by(), wish.reason(), clock.instant()));
          return "all of its releases are left alone until it is resumed";
        });
  }

  @Post("/sources/{name}/resume")
  HttpResponse<?> resumeSource(HttpRequest<?> request, String name, @Body @Nullable String body) {
    return handleSource(
        request,
        name,
        "resume",
        body,
        wish -> {
          desk.withdraw(Order.Kind.SUSPEND_SOURCE, name);
          return "its releases are looked at now; those suspended one by one stay so";
        });
  }

  private HttpResponse<?> handleSource(
      HttpRequest<?> request,
      String name,
      String order,
      @Nullable String body,
      Function<Wish, String> handling) {
    return guarded(
        request,
        body,
        wish ->
            board.source(name).isEmpty()
                ? ProblemView.answer(HttpStatus.NOT_FOUND, "there is no source " + name)
                : accepted(order, name, wish, handling.apply(wish)));
  }

  private HttpResponse<?> handle(
      HttpRequest<?> request,
      ReleaseId id,
      String order,
      @Nullable String body,
      Handling handling) {
    return guarded(
        request,
        body,
        wish -> {
          ReleaseView release = board.release(id).orElse(null);
          if (release == null && !board.replica().isLeader()) {
            return board.replica().answer();
          }
          if (release == null) {
            return ProblemView.answer(HttpStatus.NOT_FOUND, "no source declares a release " + id);
          }
          Verdict verdict = handling.of(release, wish, clock.instant());
          return verdict.isPossible()
              ? accepted(order, id.toString(), wish, verdict.text())
              : ProblemView.answer(HttpStatus.CONFLICT, verdict.text());
        });
  }

  /** What is done for somebody who may. */
  private interface Work {
    HttpResponse<?> done(Wish wish) throws Wish.Unreadable;
  }

  private HttpResponse<?> guarded(HttpRequest<?> request, @Nullable String body, Work work) {
    Optional<HttpResponse<?>> refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    try {
      return work.done(Wish.of(body == null ? "" : body));
    } catch (Wish.Unreadable e) {
      return ProblemView.answer(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (ClusterException | Insight.Unavailable e) {
      return ProblemView.answer(
          HttpStatus.SERVICE_UNAVAILABLE, "the order cannot be kept now: " + e.getMessage());
    }
  }

  private static HttpResponse<?> accepted(String order, String subject, Wish wish, String what) {
    LOG.info("order by {}: {} {}", wish.by(), order, subject);
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("order", order);
    answer.put("subject", subject);
    answer.put("by", wish.by());
    answer.put("what", what);
    return HttpResponse.accepted().body(answer);
  }

  private Optional<HttpResponse<?>> refusal(HttpRequest<?> request) {
    String address = request.getRemoteAddress().getAddress().getHostAddress();
    Gate.Answer answer = gate.judge(request.getHeaders().get(HttpHeaders.AUTHORIZATION), address);
    return switch (answer) {
      case OPEN -> Optional.empty();
      case CLOSED -> Optional.of(ProblemView.answer(HttpStatus.FORBIDDEN, gate.closed()));
      case NO_TOKEN ->
          Optional.of(unauthorized("a token is required: Authorization: Bearer TOKEN"));
      case WRONG_TOKEN -> Optional.of(unauthorized("this is not the token"));
      case TOO_MANY ->
          Optional.of(
              ProblemView.answer(
                      HttpStatus.TOO_MANY_REQUESTS, "too many wrong tokens; try again in a minute")
                  .header(HttpHeaders.RETRY_AFTER, "60"));
    };
  }

  private static HttpResponse<?> unauthorized(String detail) {
    return ProblemView.answer(HttpStatus.UNAUTHORIZED, detail)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"autohelm\"");
  }
}
