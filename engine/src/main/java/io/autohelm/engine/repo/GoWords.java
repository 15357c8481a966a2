package io.autohelm.engine.repo;

import java.net.ConnectException;
import java.net.URI;

/** Faults of the network in the words of Go's client, where users know them by these. */
final class GoWords {
  private static final int TLS_PORT = 443;
  private static final int PLAIN_PORT = 80;

  private GoWords() {}

  /** The same failure; one of a server that takes no connections is put into Go's words. */
  static RepositoryException of(URI asked, RepositoryException failure) {
    if (!(failure.getCause() instanceof ConnectException)) {
      return failure;
    }
    int port = asked.getPort();
    int usual = "https".equals(asked.getScheme()) ? TLS_PORT : PLAIN_PORT;
    return new RepositoryException(
        "Get \""
            + asked
            + "\": dial tcp "
            + asked.getHost()
            + ":"
            + (port < 0 ? usual : port)
            + ": connect: connection refused",
        failure);
  }
}
