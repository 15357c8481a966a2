package io.autohelm.agent.webhook;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;

/** Where Git servers call. */
@Controller("/hooks")
final class HookController {
  private final Hooks hooks;

  HookController(Hooks hooks) {
    this.hooks = hooks;
  }

  @Post("/{source}")
  @Consumes(MediaType.ALL)
  @Produces(MediaType.TEXT_PLAIN)
  HttpResponse<String> call(String source, HttpRequest<?> request, @Body byte[] body) {
    return switch (hooks.call(source, request.getHeaders()::get, body)) {
      case NUDGED -> HttpResponse.accepted().body("polled soon\n");
      case PASSED_OVER -> HttpResponse.ok("nothing to poll for\n");
      case REFUSED -> HttpResponse.status(HttpStatus.FORBIDDEN).body("refused\n");
    };
  }
}
