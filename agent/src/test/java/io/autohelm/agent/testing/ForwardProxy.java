package io.autohelm.agent.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on the loopback interface that asks for a name and a password; tunnels by CONNECT,
 * and hands on plain requests.
 */
public final class ForwardProxy implements AutoCloseable {
  private static final String REFUSED =
      """
      HTTP/1.1 407 Proxy Authentication Required
      Proxy-Authenticate: Basic realm="x"
      Content-Length: 0

      """;

  private final ServerSocket server;
  private final String expected;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "forward-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private ForwardProxy(ServerSocket server, String expected) {
    this.server = server;
    this.expected = expected;
    threads.execute(this::accept);
  }

  /** Starts a proxy for those who know the name and the password. */
  public static ForwardProxy of(String name, String password) {
    try {
      String both = name + ":" + password;
      return new ForwardProxy(
          new ServerSocket(0, 0, InetAddress.getLoopbackAddress()),
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** The first lines of requests that were let through, with the headers behind them. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      String head = head(in);
      while (head.lines().noneMatch(("Proxy-Authorization: " + expected)::equalsIgnoreCase)) {
        out.write(REFUSED.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        head = head(in);
      }
      asked.add(head);
      String[] line = head.split("[ \r]", 4);
      boolean isTunnel = line[0].equals("CONNECT");
      URI target = URI.create(isTunnel ? "tunnel://" + line[1] : line[1]);
      try (Socket remote = new Socket(target.getHost(), target.getPort())) {
        if (isTunnel) {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          // JGit loses what a server says in the same breath as the proxy, which across a real
          // network does not happen: the client's first words take longer than the proxy's.
          remote.getOutputStream().write(in.read());
        } else {
          String forwarded =
              head.replaceFirst(" \\S+ ", " " + target.getRawPath() + query(target) + " ")
                  .replaceFirst("(?i)Proxy-Authorization: [^\r]*\r\n", "")
                  .replaceFirst("(?i)(Proxy-)?Connection: [^\r]*\r\n", "")
                  .replaceFirst("\r\n", "\r\nConnection: close\r\n");
          remote.getOutputStream().write(forwarded.getBytes(StandardCharsets.US_ASCII));
        }
        threads.execute(() -> pipe(in, remote));
        remote.getInputStream().transferTo(out);
      }
    } catch (IOException broken) {
      // The one at the other end notices.
    }
  }

  private static String query(URI uri) {
    return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
  }

  private static void pipe(InputStream from, Socket to) {
    try {
      from.transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // The one at the other end notices.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ended");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      threads.shutdownNow();
    }
  }
}
