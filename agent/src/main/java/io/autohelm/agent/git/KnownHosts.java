package io.autohelm.agent.git;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * Host keys from a known_hosts file; an unknown or changed key is refused, never asked about and
 * never added.
 */
final class KnownHosts {
  private KnownHosts() {}

  static ServerKeyDatabase strict(Path file) {
    // JGit has no public class that reads known_hosts without also asking about new keys.
    return new OpenSshServerKeyDatabase(false, List.of(file));
  }
}
