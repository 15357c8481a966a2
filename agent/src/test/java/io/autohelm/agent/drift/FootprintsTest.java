package io.autohelm.agent.drift;

import static io.autohelm.agent.drift.MetadataSamples.OURS;
import static io.autohelm.agent.drift.MetadataSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.manifest.KubeObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FootprintsTest {
  private static final String STATUS =
      """
      - manager: kube-controller-manager
        operation: Update
        subresource: status
        apiVersion: apps/v1
        time: "2026-01-01T10:00:05Z"
        fieldsV1: { f:status: { f:replicas: {} } }
      """;
  private static final String SCALED = OURS.replace("    f:replicas: {}\n", "");
  private static final KubeObject APPLIED = object("u1", 1, 10, OURS);
  private static final KubeObject.Id ID = APPLIED.id();

  private final Footprints footprints = new Footprints();

  private boolean isNews(KubeObject seen) {
    footprints.seen(seen);
    return footprints.isNews(ID);
  }

  @Test
  void whatNobodyKnowsIsNoNews() {
    assertFalse(footprints.seen(APPLIED));
    assertFalse(footprints.isNews(ID));
    footprints.gone(ID);
    assertFalse(footprints.isNews(ID));
  }

  @Test
  void ofWhatIsWhollyOursOnlyALossOfFieldsIsNews() {
    footprints.applied(APPLIED);
    assertFalse(isNews(APPLIED));
    assertFalse(isNews(object("u1", 1, 11, OURS + STATUS)), "a controller reports");
    assertFalse(isNews(object("u1", 2, 12, OURS + STATUS)), "a field that is not ours changes");
    assertTrue(isNews(object("u1", 3, 13, SCALED + STATUS)), "a field is not ours any more");
    assertFalse(isNews(APPLIED), "an older state is seen late");
    assertTrue(isNews(object("u2", 1, 14, OURS)), "another object has taken its name");
    assertTrue(
        isNews(object("u1", 2, 15, OURS.replace("10:00:00", "11:00:00"))),
        "somebody applied under our name");
    footprints.gone(ID);
    assertTrue(footprints.isNews(ID));
    footprints.forget(ID);
    assertFalse(footprints.isNews(ID));
  }

  @Test
  void aComparisonThatFindsAllFieldsOursIsAsGoodAsAnApply() {
    footprints.compared(APPLIED, object("u1", 1, 10, OURS.replace("10:00:00", "12:00:00")), true);
    assertFalse(isNews(object("u1", 2, 12, OURS + STATUS)));
  }

  @Test
  void whatWasAsDeclaredStaysSoUntilAFieldOfOursIsSeenToGo() {
    footprints.compared(APPLIED, APPLIED, true);
    assertTrue(footprints.isStillAsDeclared(ID), "nothing was seen of it since");
    footprints.seen(object("u1", 1, 11, OURS + STATUS));
    assertTrue(footprints.isStillAsDeclared(ID));
    footprints.seen(object("u1", 2, 12, SCALED));
    assertFalse(footprints.isStillAsDeclared(ID));
    footprints.seen(APPLIED);
    footprints.gone(ID);
    assertFalse(footprints.isStillAsDeclared(ID));
  }

  @Test
  void whatDiffersOrWasAppliedSinceIsNotKnownToBeAsDeclared() {
    footprints.compared(APPLIED, APPLIED, false);
    footprints.seen(APPLIED);
    assertFalse(footprints.isStillAsDeclared(ID), "a field differs, or was let be");
    footprints.compared(APPLIED, APPLIED, true);
    assertTrue(footprints.isStillAsDeclared(ID));
    footprints.applied(APPLIED);
    assertFalse(footprints.isStillAsDeclared(ID), "the next look compares what was applied");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotWhollyOursIsNewsWhenItsSpecificationChanges(boolean isCompared) {
    KubeObject scaled = object("u1", 3, 13, SCALED);
    if (isCompared) {
      footprints.compared(scaled, object("u1", 4, 13, OURS), false);
    } else {
      footprints.found(scaled);
    }
    assertFalse(isNews(object("u1", 3, 14, SCALED + STATUS)), "a controller reports");
    assertTrue(isNews(object("u1", 4, 15, SCALED + STATUS)));
  }

  @Test
  void withoutGenerationEveryChangeOfWhatIsNotWhollyOursIsNews() {
    footprints.found(withoutGeneration("13"));
    assertFalse(isNews(withoutGeneration("13")));
    assertTrue(isNews(withoutGeneration("14")));
  }

  private static KubeObject withoutGeneration(String version) {
    return KubeObject.parseAll(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, uid: u1,"
                + " resourceVersion: '"
                + version
                + "'}}")
        .get(0);
  }

  @Test
  void whatIsMissingIsNewsWhenItAppears() {
    footprints.missing(ID);
    footprints.gone(ID);
    assertFalse(footprints.isNews(ID));
    assertTrue(isNews(APPLIED));
  }

  @Test
  void whatWasHandedOutIsNoNewsUntilSomethingElseIsSeen() {
    footprints.applied(APPLIED);
    footprints.gone(ID);
    footprints.judge(ID);
    assertFalse(footprints.isNews(ID));
    assertTrue(isNews(object("u2", 1, 14, OURS)));
    assertEquals(ID, APPLIED.id());
  }
}
