package io.autohelm.agent.git;

/**
 * A remote repository and what is wanted of it.
 *
 * @param url https, http, ssh, {@code user@host:path}, file, or a path
 * @param ref which commit
 * @param signatures what must be signed
 * @param hasModules whether its sub-modules' files count as its own
 * @param follows whether history that was rewritten is followed; else the last commit before stays
 */
public record GitOrigin(
    String url,
    GitRef ref,
    GitAccess access,
    SignaturePolicy signatures,
    boolean hasModules,
    boolean follows) {

  /** Without sub-modules, believed unsigned, followed wherever it goes. */
  public static GitOrigin of(String url, GitRef ref, GitAccess access) {
    return new GitOrigin(url, ref, access, SignaturePolicy.NONE, false, true);
  }
}
