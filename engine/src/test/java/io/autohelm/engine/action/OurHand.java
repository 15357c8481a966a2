package io.autohelm.engine.action;

import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.values.ValuesLayers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** This library, with the options of Helm's command line. */
final class OurHand implements Hand {
  private final Actions actions;

  OurHand(KubeConnection connection) {
    this.actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(Clock.systemUTC(), warning -> {}),
            connection.lookup(),
            Clock.systemUTC(),
            "");
  }

  private static String said(Supplier<String> action) {
    try {
      return action.get();
    } catch (ActionException | ClusterException | ReleaseException | RenderException e) {
      return String.valueOf(e.getMessage()).strip();
    }
  }

  private static ReleaseRequest request(Place place, String values, List<HandOption> options) {
    return new ReleaseRequest(
        place.name(),
        place.namespace(),
        Charts.load(place.chart()),
        ValuesLayers.read(values, "values"),
        HandOption.labels(options),
        HandOption.policy(options));
  }

  @Override
  public String install(Place place, String values, List<HandOption> options) {
    return said(
        () -> {
          actions.install(request(place, values, options));
          return OK;
        });
  }

  @Override
  public String upgrade(Place place, String values, List<HandOption> options) {
    return said(
        () -> {
          actions.upgrade(request(place, values, options));
          return OK;
        });
  }

  @Override
  public String rollback(Place place, int revision, List<HandOption> options) {
    return said(
        () -> {
          actions.rollback(place.namespace(), place.name(), revision, HandOption.policy(options));
          return OK;
        });
  }

  @Override
  public String uninstall(Place place, List<HandOption> options) {
    return said(
        () -> {
          Optional<Uninstalled> gone =
              actions.uninstall(place.namespace(), place.name(), HandOption.policy(options));
          String info = gone.map(Uninstalled::info).orElse("").strip();
          return info.isEmpty() ? OK : info;
        });
  }

  @Override
  public String test(Place place, List<String> filters) {
    return said(
        () -> {
          try (TestRun run =
              actions.test(
                  place.namespace(), place.name(), TestFilter.of(filters), ActionPolicy.HELM)) {
            return run.failure().map(failure -> failure.getMessage().strip()).orElse(OK);
          }
        });
  }
}
