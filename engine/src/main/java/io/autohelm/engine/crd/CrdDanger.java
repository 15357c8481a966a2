package io.autohelm.engine.crd;

/**
 * Something by which objects, or those who use them, may come to harm.
 *
 * @param version the version of the definition; empty where it is about all of them
 * @param path where in the version's schema, like {@code .spec.size}; empty where it is about the
 *     version
 * @param problem what changes, for people
 */
public record CrdDanger(String version, String path, String problem) {
  @Override
  public String toString() {
    return (version.isEmpty()
            ? ""
            : "version " + version + (path.isEmpty() ? " " : ", " + path + ": "))
        + problem;
  }
}
