package io.autohelm.agent.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShownValueTest {
  private static final KubeObject WEB =
      KubeObject.parseAll(
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: { name: web, annotations: { a/b: c } }
              spec:
                replicas: 3
                db: { password: canary, host: h }
                containers:
                  - name: web
                    env: [ { name: DB_PASSWORD, value: canary }, { name: COLOUR, value: red } ]
                    volumes: [ { secretName: certs } ]
              """)
          .get(0);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        "/spec/replicas; 3",
        "/metadata/annotations/a~1b; \"c\"",
        "/spec/gone; -",
        "/spec/containers/7/name; -",
        "/spec/db; {\"host\":\"h\",\"password\":\"(hidden)\"}",
        "/spec/db/password; (hidden)",
        "/spec/containers/0/env/0/value; (hidden)",
        "/spec/containers/0/env/0; {\"name\":\"DB_PASSWORD\",\"value\":\"(hidden)\"}",
        "/spec/containers/0/env/1/value; \"red\"",
        "/spec/containers/0/volumes/0/secretName; \"certs\"",
      })
  void aValueIsShownUnlessItIsSecret(String path, String expected) {
    assertEquals(expected, ShownValue.of(WEB, path));
  }

  @ParameterizedTest
  @CsvSource({"/data/a", "/data", "/stringData/b", "/metadata/annotations"})
  void whatASecretHoldsIsHidden(String path) {
    KubeObject secret =
        KubeObject.parseAll(
                "{apiVersion: v1, kind: Secret, metadata: {name: a, annotations: {b: canary}},"
                    + " data: {a: canary}, stringData: {b: canary}}")
            .get(0);
    assertEquals("(hidden)", ShownValue.of(secret, path));
  }

  @Test
  void whatIsLongIsCut() {
    KubeObject note =
        KubeObject.parseAll("{apiVersion: v1, kind: ConfigMap, data: {a: " + "x".repeat(999) + "}}")
            .get(0);
    assertEquals("\"" + "x".repeat(199) + "...", ShownValue.of(note, "/data/a"));
  }
}
