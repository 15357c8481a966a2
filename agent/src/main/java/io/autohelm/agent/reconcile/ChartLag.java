package io.autohelm.agent.reconcile;

/**
 * What the chart's repository has beyond the version that is declared; each is empty where there is
 * nothing newer of that kind, or nobody knows.
 *
 * @param patch the newest of the same minor version
 * @param minor the newest of the same major version
 * @param major the newest of all
 */
public record ChartLag(String patch, String minor, String major) {
  /** Nothing newer is known. */
  public static final ChartLag NONE = new ChartLag("", "", "");
}
