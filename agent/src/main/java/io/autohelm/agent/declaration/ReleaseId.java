package io.autohelm.agent.declaration;

/** What tells releases of a cluster apart. */
public record ReleaseId(String namespace, String name) implements Comparable<ReleaseId> {
  /** Reads what {@link #toString} writes; without a slash it is a name in no namespace. */
  public static ReleaseId parse(String text) {
    int slash = text.indexOf('/');
    return new ReleaseId(text.substring(0, Math.max(0, slash)), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ReleaseId other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace == 0 ? name.compareTo(other.name) : byNamespace;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
