package io.autohelm.engine.manifest;

/** The annotations and labels with which Helm and its users speak to each other. */
public final class Annotations {
  public static final String HOOK = "helm.sh/hook";
  public static final String HOOK_WEIGHT = "helm.sh/hook-weight";
  public static final String HOOK_DELETE_POLICY = "helm.sh/hook-delete-policy";
  public static final String HOOK_OUTPUT_LOG_POLICY = "helm.sh/hook-output-log-policy";

  /** {@code keep}: the object stays when its release goes or no longer contains it. */
  public static final String RESOURCE_POLICY = "helm.sh/resource-policy";

  /** The group of objects that an object is made with; a proposal that no Helm follows yet. */
  public static final String RESOURCE_GROUP = "helm.sh/resource-group";

  /** A JSON list of the groups that must be ready before the object is made. */
  public static final String DEPENDS_ON_GROUPS = "helm.sh/depends-on/resource-groups";

  /** In Chart.yaml: a JSON list of sub-charts that must be ready before the chart's own objects. */
  public static final String DEPENDS_ON_SUBCHARTS = "helm.sh/depends-on/subcharts";

  public static final String RELEASE_NAME = "meta.helm.sh/release-name";
  public static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

  /** A label, not an annotation; its value on every object of a release is {@link #HELM}. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String HELM = "Helm";

  private Annotations() {}
}
