package io.autohelm.sandbox.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Bodies as Kubernetes' own serializer encodes them. */
final class ProtobufTest {
  @Test
  void secrets() {
    assertEquals(
        Json.read(
            """
            {"kind":"Secret","apiVersion":"v1","metadata":{"name":"s","namespace":"n","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"a":"b","c":""},"finalizers":["x/y"]},"immutable":false,"data":{"e":"","k":"dg=="},"type":"Opaque"}
            """),
        decode(
            "azhzAAoMCgJ2MRIGU2VjcmV0EkkKLgoBcxIAGgFuIgAqADIAOABCCAiA8tbKBhAAWgYKAWESAWJaBQoBYxIAcgN4L3kSBQoBZRIAEgYKAWsSAXYaBk9wYXF1ZSgAGgAiAA=="));
  }

  @Test
  void deployments() {
    ObjectNode read =
        decode(
            "azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EukBChEKAWQSABoAIgAqADIAOABCABLFAQ"
                + "gDEggKBgoBYRIBYhquAQoQCgASABoAIgAqADIAOABCABKZARJ7CgFjEgFpIgF4IgF5KgAy"
                + "DQoAEAAYUCIDVENQKgBCDwoNCgNjcHUSBgoEMTAwbVIhChUSEwoBLxIKCAEQABoEaHR0cB"
                + "oAIgAQABgAIAAoADAAWhgKDBoKCgYIABBQGgASABAAGAAgACgAMABqAHIAgAEAiAEAkAEA"
                + "ogEAGgAyAEIASgBSAFgAYABoAIIBAIoBAJoBAMIBACICCgAoADgAGgwIABAAGAAgACgAOA"
                + "AaACIA");
    assertEquals(
        Json.read(
            """
            {"name": "c", "image": "i", "args": ["x", "y"], "ports": [{"containerPort": 80, "protocol": "TCP"}], "resources": {"limits": {"cpu": "100m"}}, "livenessProbe": {"httpGet": {"path": "/", "port": "http"}}, "readinessProbe": {"tcpSocket": {"port": 80}}}
            """),
        Json.at(read, "spec", "template", "spec", "containers").path(0));
    assertEquals(3, Json.at(read, "spec", "replicas").asInt());
    assertEquals("b", Json.text(read, "spec", "selector", "matchLabels", "a"));
  }

  @Test
  void brokenBodiesAreTheClientsFault() {
    for (String body : new String[] {"azhzAAoM", "azhzAAoICgJ2MRICWFg="}) {
      assertEquals(400, assertThrows(ApiFailure.class, () -> decode(body)).code());
    }
  }

  private static ObjectNode decode(String base64) {
    return Protobuf.decode(Base64.getDecoder().decode(base64));
  }
}
