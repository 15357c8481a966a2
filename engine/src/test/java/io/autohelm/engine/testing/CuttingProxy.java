package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server on loopback and cuts the connection when a number of bytes of the answer
 * has gone through, headers counted. Each connection serves one request.
 */
public final class CuttingProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final int upstream;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile int after = Integer.MAX_VALUE;

  private CuttingProxy(ServerSocket socket, int upstream) {
    this.socket = socket;
    this.upstream = upstream;
  }

  /** Stands before a port of loopback. */
  public static CuttingProxy before(int port) throws IOException {
    CuttingProxy proxy =
        new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    proxy.threads.execute(proxy::serve);
    return proxy;
  }

  /** Where clients come to. */
  public int port() {
    return socket.getLocalPort();
  }

  /** The next so many answers end after so many bytes. */
  public void cut(int times, int bytes) {
    after = bytes;
    cuts.set(times);
  }

  private void serve() {
    try {
      while (true) {
        Socket client = socket.accept();
        threads.execute(() -> pass(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      threads.execute(() -> copy(client, server));
      int limit = cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? after : Integer.MAX_VALUE;
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[4096];
      for (int read = in.read(buffer); read >= 0 && limit > 0; read = in.read(buffer)) {
        out.write(buffer, 0, Math.min(read, limit));
        out.flush();
        limit -= Math.min(read, limit);
        if (limit == 0) {
          return;
        }
      }
    } catch (IOException broken) {
      // One side has gone: so does the other.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // The answer is cut.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
