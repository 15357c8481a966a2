package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code .Capabilities.HelmVersion}: the Helm whose behaviour this engine has, for charts that ask.
 */
final class HelmVersion implements GoObject {
  /** The Helm 4 that renderings are compared with. */
  static final String VERSION = "v4.3.1";

  private static final String GO_VERSION = "go1.26.8";
  private static final String CLIENT_VERSION = "v1.37";

  @Override
  public String typeName() {
    return "version.BuildInfo";
  }

  @Override
  public boolean hasField(String name) {
    return fields().containsKey(name);
  }

  @Override
  public @Nullable Object field(String name) {
    return fields().get(name);
  }

  private static Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Version", VERSION);
    fields.put("GitCommit", "");
    fields.put("GitTreeState", "");
    fields.put("GoVersion", GO_VERSION);
    fields.put("KubeClientVersion", CLIENT_VERSION);
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("version", VERSION);
    plain.put("go_version", GO_VERSION);
    plain.put("kube_client_version", CLIENT_VERSION);
    return plain;
  }

  @Override
  public String text() {
    return "{" + VERSION + "   " + GO_VERSION + " " + CLIENT_VERSION + "}";
  }
}
