package io.autohelm.sandbox.kinds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * As much OpenAPI as lets clients see that the server validates fields itself and knows dry runs:
 * paths and parameters, no schemas.
 */
public final class OpenApi {
  private static final List<String> PARAMETERS =
      List.of("dryRun", "fieldManager", "fieldValidation", "force", "pretty");

  private final ResourceTypes types;

  /** Documents of these resources. */
  public OpenApi(ResourceTypes types) {
    this.types = types;
  }

  /** {@code /openapi/v3}: where the documents of each group and version are. */
  public ObjectNode index() {
    ObjectNode result = Json.object();
    ObjectNode paths = result.putObject("paths");
    Set<String> roots = new LinkedHashSet<>();
    types.all().forEach(type -> roots.add(root(type)));
    // The hash lets clients cache; it must change whenever a custom kind comes or goes.
    String hash = Integer.toHexString(types.all().hashCode());
    for (String root : roots) {
      paths.putObject(root).put("serverRelativeURL", "/openapi/v3/" + root + "?hash=" + hash);
    }
    return result;
  }

  /** {@code /openapi/v3/ROOT}, for example {@code apis/apps/v1}. */
  public ObjectNode document(String root) {
    ObjectNode result = Json.object().put("openapi", "3.0.0");
    info(result);
    ObjectNode paths = result.putObject("paths");
    for (ResourceType type : types.all()) {
      if (root(type).equals(root)) {
        describe(paths, type);
      }
    }
    if (paths.isEmpty()) {
      throw ApiFailure.noSuchPath();
    }
    result.putObject("components").putObject("schemas");
    return result;
  }

  /** {@code /openapi/v2} as JSON. */
  public ObjectNode second() {
    ObjectNode result = Json.object().put("swagger", "2.0");
    info(result);
    ObjectNode paths = result.putObject("paths");
    types.all().forEach(type -> describe(paths, type));
    result.putObject("definitions");
    return result;
  }

  /**
   * {@code /openapi/v2} as protobuf, which is what Go clients ask for: a document without paths.
   */
  public byte[] secondAsProtobuf() {
    byte[] version = "2.0".getBytes(StandardCharsets.UTF_8);
    byte[] title = "Sandbox".getBytes(StandardCharsets.UTF_8);
    byte[] release = "v1".getBytes(StandardCharsets.UTF_8);
    int info = 2 + title.length + 2 + release.length;
    byte[] out = new byte[2 + version.length + 2 + info + 2];
    int at = field(out, 0, 1, version);
    out[at++] = 0x12;
    out[at++] = (byte) info;
    at = field(out, at, 1, title);
    at = field(out, at, 2, release);
    out[at++] = 0x42; // paths, empty
    out[at] = 0;
    return out;
  }

  private static int field(byte[] out, int from, int number, byte[] text) {
    int at = from;
    out[at++] = (byte) (number << 3 | 2);
    out[at++] = (byte) text.length;
    System.arraycopy(text, 0, out, at, text.length);
    return at + text.length;
  }

  private static void info(ObjectNode document) {
    document.putObject("info").put("title", "Sandbox").put("version", "v1.36.3");
  }

  private static String root(ResourceType type) {
    return type.group().isEmpty() ? "api/v1" : "apis/" + type.apiVersion();
  }

  private static void describe(ObjectNode paths, ResourceType type) {
    String path =
        "/"
            + root(type)
            + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
            + type.plural()
            + "/{name}";
    ObjectNode patch = paths.putObject(path).putObject("patch");
    patch.put("x-kubernetes-action", "patch");
    patch
        .putObject("x-kubernetes-group-version-kind")
        .put("group", type.group())
        .put("kind", type.kind())
        .put("version", type.version());
    ArrayNode parameters = patch.putArray("parameters");
    for (String parameter : PARAMETERS) {
      parameters
          .addObject()
          .put("name", parameter)
          .put("in", "query")
          .putObject("schema")
          .put("type", "string");
    }
    patch.putObject("responses").putObject("200").put("description", "OK");
  }
}
