package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cluster can do, as templates ask for it: {@code .Capabilities}. */
public final class Capabilities implements GoObject {
  private static final KubeVersion WITHOUT_CLUSTER = KubeVersion.parse("v1.37.0");
  private static final HelmVersion HELM = new HelmVersion();

  private final KubeVersion kubeVersion;
  private final ApiVersions apiVersions;

  private Capabilities(KubeVersion kubeVersion, ApiVersions apiVersions) {
    this.kubeVersion = kubeVersion;
    this.apiVersions = apiVersions;
  }

  /**
   * The capabilities of a cluster.
   *
   * @param apiVersions every {@code group/version} and {@code group/version/Kind} that it serves
   */
  public static Capabilities of(KubeVersion kubeVersion, List<String> apiVersions) {
    return new Capabilities(kubeVersion, new ApiVersions(apiVersions));
  }

  /** What Helm 4 assumes without a cluster: the Kubernetes that it was built with. */
  public static Capabilities withoutCluster() {
    return of(WITHOUT_CLUSTER, knownVersions());
  }

  private static List<String> knownVersions() {
    try (InputStream in = Capabilities.class.getResourceAsStream("api-versions.txt")) {
      if (in == null) {
        throw new IllegalStateException("api-versions.txt is missing from the engine's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Capabilities withKubeVersion(KubeVersion other) {
    return new Capabilities(other, apiVersions);
  }

  /** These and more API versions, as {@code helm template --api-versions} adds them. */
  public Capabilities withApiVersions(List<String> more) {
    List<String> all = new ArrayList<>(apiVersions.versions());
    all.addAll(more);
    return new Capabilities(kubeVersion, new ApiVersions(all));
  }

  public KubeVersion kubeVersion() {
    return kubeVersion;
  }

  public List<String> apiVersions() {
    return apiVersions.versions();
  }

  @Override
  public String typeName() {
    return "*common.Capabilities";
  }

  @Override
  public boolean hasField(String name) {
    return name.equals("KubeVersion") || name.equals("APIVersions") || name.equals("HelmVersion");
  }

  @Override
  public @Nullable Object field(String name) {
    return switch (name) {
      case "KubeVersion" -> kubeVersion;
      case "APIVersions" -> apiVersions;
      default -> HELM;
    };
  }

  @Override
  public Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("KubeVersion", kubeVersion.plain());
    plain.put("APIVersions", apiVersions.versions());
    plain.put("HelmVersion", HELM.plain());
    return plain;
  }
}
