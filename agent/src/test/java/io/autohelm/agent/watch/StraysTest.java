package io.autohelm.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StraysTest {
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");
  private static final String OWNED =
      "annotations: { meta.helm.sh/release-name: shop, meta.helm.sh/release-namespace: web }";

  private final Strays strays = new Strays();

  private static KubeObject object(String metadata) {
    return KubeObject.parseAll(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: web, "
                + metadata
                + "}}")
        .get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "labels: {}; false",
        OWNED + "; true",
        OWNED + ", deletionTimestamp: '2026-01-01T00:00:00Z'; false",
        OWNED + ", ownerReferences: [ { kind: X, name: y } ]; false",
        OWNED + ", ownerReferences: []; true",
        OWNED + ", labels: { autohelm.io/drift: ignore }; false",
      })
  void whatNamesAReleaseAsItsOwnerIsOne(String metadata, boolean isOne) {
    assertEquals(isOne ? Optional.of(SHOP) : Optional.empty(), strays.seen(object(metadata)));
    assertEquals(isOne ? 1 : 0, strays.of(SHOP, List.of()).size());
  }

  @Test
  void itIsNewsOnceUntilItIsGone() {
    KubeObject object = object(OWNED);
    assertEquals(Optional.of(SHOP), strays.seen(object));
    assertEquals(Optional.empty(), strays.seen(object));
    assertEquals(Set.of(object.id()), strays.ofKind("", "ConfigMap"));
    assertEquals(Set.of(), strays.of(SHOP, List.of(object)), "a release has it");
    assertEquals(Set.of(), strays.of(new ReleaseId("web", "bank"), List.of()));
    assertEquals(Optional.of(SHOP), strays.gone(object.id()));
    assertEquals(Optional.empty(), strays.gone(object.id()));
  }

  @Test
  void whoLosesItsOwnerIsNoneAnyMore() {
    strays.seen(object(OWNED));
    assertEquals(Optional.of(SHOP), strays.seen(object("labels: {}")));
  }
}
