package io.autohelm.agent.declaration;

/** What tells releases of a cluster apart. */
public record ReleaseId(String namespace, String name) implements Comparable<ReleaseId> {
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
