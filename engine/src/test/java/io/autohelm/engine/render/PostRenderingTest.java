package io.autohelm.engine.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.patch.Patch;
import io.autohelm.engine.patch.PatchTarget;
import io.autohelm.engine.patch.PostRenderers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PostRenderingTest {
  private static final Chart CHART =
      Charts.ofFiles(
          List.of(
              file("Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0}"),
              file(
                  "templates/all.yaml",
                  """
                  # the first
                  apiVersion: v1
                  kind: Service
                  metadata: {name: one}

                  ---
                  apiVersion: v1
                  kind: ConfigMap
                  metadata: {name: two}
                  ---
                  apiVersion: v1
                  kind: ConfigMap
                  metadata: {name: gone}
                  ---
                  apiVersion: v1
                  kind: Pod
                  metadata:
                    name: hook
                    annotations: {helm.sh/hook: pre-install}
                  """)));

  private static Rendered render(String... patches) {
    List<Patch> all =
        List.of(patches).stream()
            .map(text -> new Patch(text.startsWith("apiVersion") ? null : NAMED, text))
            .toList();
    return Renderer.standard(Clock.systemUTC(), warning -> {})
        .render(
            new RenderRequest(
                CHART,
                Map.of(),
                new ReleaseContext("r", "web", 1, false),
                Capabilities.withoutCluster(),
                Lookup.NOTHING,
                false,
                false,
                new PostRenderers(List.of(new PostRenderers.Step(all, List.of())))));
  }

  private static final PatchTarget NAMED = PatchTarget.of("", "two|hook");

  @Test
  void patchesWhatIsSelectedAndLeavesTheBytesOfAllElse() {
    Rendered rendered =
        render(
            "[{op: add, path: /data, value: {a: b}}]",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n$patch: delete\n");
    assertEquals(
        """
        ---
        # Source: shop/templates/all.yaml
        apiVersion: v1
        data:
          a: b
        kind: ConfigMap
        metadata:
          name: two

        ---
        # Source: shop/templates/all.yaml
        # the first
        apiVersion: v1
        kind: Service
        metadata: {name: one}


        """,
        rendered.manifestText());
    assertEquals(
        """
        apiVersion: v1
        data:
          a: b
        kind: Pod
        metadata:
          annotations:
            helm.sh/hook: pre-install
          name: hook
        """,
        rendered.hooks().get(0).manifest());
  }

  /** A patch may make a hook of an object, or another kind of it: it is sorted afterwards. */
  @Test
  void sortsAfterwards() {
    Rendered rendered =
        render(
            "[{op: replace, path: /kind, value: Widget},"
                + " {op: add, path: /metadata/annotations, value: {helm.sh/hook: post-install}}]");
    assertEquals(
        List.of("two", "hook"), rendered.hooks().stream().map(hook -> hook.name()).toList());
  }

  @Test
  void failsWhereAPatchDoesNotFit() {
    RenderException refused =
        assertThrows(RenderException.class, () -> render("[{op: remove, path: /data}]"));
    assertEquals(
        "post-renderer: patch of ConfigMap/two: remove /data: there is no data",
        refused.getMessage());
    RenderException missing =
        assertThrows(
            RenderException.class,
            () -> render("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n"));
    assertEquals(
        "post-renderer: there is no ConfigMap/none for a patch that names it",
        missing.getMessage());
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(UTF_8), null);
  }
}
