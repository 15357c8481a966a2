package io.autohelm.benchmarks;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartMemory;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.HelmFunctions;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.values.ValuesLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders in this process and tells how long that took. */
final class OurClock {
  /** Bytes of charts, and of templates, that are kept parsed: more than a corpus has. */
  private static final long KEPT = 1L << 30;

  /**
   * Functions whose time is that of arithmetic with large numbers or of hashing, not of a chart.
   */
  private static final List<String> ARITHMETIC =
      List.of(
          "genCA",
          "genCAWithKey",
          "genPrivateKey",
          "genSelfSignedCert",
          "genSelfSignedCertWithKey",
          "genSignedCert",
          "genSignedCertWithKey",
          "bcrypt",
          "htpasswd",
          "derivePassword");

  private final ChartMemory charts;
  private final Renderer renderer;
  private final Capabilities capabilities =
      Capabilities.withoutCluster().withKubeVersion(KubeVersion.parse("v1.33.0"));
  private boolean didArithmetic;

  /**
   * @param warm charts and parsed templates are kept; otherwise each is read and parsed each time
   */
  OurClock(boolean warm) {
    charts = new ChartMemory(warm ? KEPT : 0);
    renderer = new Renderer(functions(), warning -> {}, SchemaReach.ANYWHERE, warm ? KEPT : 0);
  }

  private Map<String, GoFunction> functions() {
    Map<String, GoFunction> functions =
        new HashMap<>(
            new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table());
    for (String name : ARITHMETIC) {
      functions.computeIfPresent(
          name,
          (key, function) ->
              GoFunction.of(
                  function.signature(),
                  args -> {
                    didArithmetic = true;
                    return function.call(args);
                  }));
    }
    return functions;
  }

  /** Renders; empty where we refuse. */
  Optional<Times> time(ChartCase one) {
    didArithmetic = false;
    try {
      long begin = System.nanoTime();
      Chart chart = charts.load(one.chart());
      List<Map<String, @Nullable Object>> layers = new ArrayList<>();
      for (Path file : one.values()) {
        layers.add(ValuesLayers.read(Files.readString(file), file.toString()));
      }
      Map<String, @Nullable Object> values = ValuesLayers.merge(layers);
      long loaded = System.nanoTime();
      renderer.render(
          new RenderRequest(
              chart,
              values,
              new ReleaseContext("rel", "ns", 1, false),
              capabilities,
              Lookup.NOTHING,
              false));
      long done = System.nanoTime();
      return Optional.of(new Times((loaded - begin) / 1e6, (done - loaded) / 1e6));
    } catch (RuntimeException | IOException refused) {
      return Optional.empty();
    }
  }

  /** Whether the last case made keys or hashed passwords. */
  boolean didArithmetic() {
    return didArithmetic;
  }
}
