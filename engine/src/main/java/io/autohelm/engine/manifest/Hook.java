package io.autohelm.engine.manifest;

import java.util.List;

/**
 * A document that runs at a moment of a release's life instead of belonging to it (annotation
 * {@code helm.sh/hook}).
 *
 * @param path the template that it came from
 * @param manifest the document's text
 * @param weight lower runs first
 * @param deletePolicies as written in the annotation, lower-cased; empty stands for
 *     before-hook-creation
 * @param outputLogPolicies when to print the logs of the hook's pods
 */
public record Hook(
    String name,
    String kind,
    String path,
    String manifest,
    List<HookEvent> events,
    int weight,
    List<String> deletePolicies,
    List<String> outputLogPolicies) {
  public static final String BEFORE_CREATION = "before-hook-creation";
  public static final String SUCCEEDED = "hook-succeeded";
  public static final String FAILED = "hook-failed";

  public Hook {
    events = List.copyOf(events);
    deletePolicies = List.copyOf(deletePolicies);
    outputLogPolicies = List.copyOf(outputLogPolicies);
  }

  /**
   * Whether the policy applies; without any, the hook's last object goes before the next is made.
   */
  public boolean isDeletedBy(String policy) {
    return deletePolicies.isEmpty()
        ? policy.equals(BEFORE_CREATION)
        : deletePolicies.contains(policy);
  }

  /** The same hook with the policy written out that stands for none, as Helm records it. */
  public Hook withDeletePolicy() {
    return deletePolicies.isEmpty()
        ? new Hook(
            name, kind, path, manifest, events, weight, List.of(BEFORE_CREATION), outputLogPolicies)
        : this;
  }
}
