package io.autohelm.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.ChartReference;
import io.autohelm.engine.repo.ResolvedChart;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Resolves a chart of an index that a server of this process serves, twice, and prints the version,
 * the milliseconds of the first and of the second time, and the highest heap in use in MiB.
 */
public final class IndexRead {
  private IndexRead() {}

  /** The arguments: FILE CHART VERSION CACHE-FOLDER. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            if ("\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
              exchange.sendResponseHeaders(304, -1);
            } else {
              exchange.sendResponseHeaders(200, Files.size(file));
              Files.copy(file, exchange.getResponseBody());
            }
          }
        });
    server.start();
    ChartFetcher fetcher =
        new ChartFetcher(
            Path.of(args[3]), Map.of(), Map.of(), Clock.systemUTC(), System.err::println);
    ChartReference reference =
        new ChartReference("http://127.0.0.1:" + server.getAddress().getPort(), args[1], args[2]);
    long start = System.nanoTime();
    ResolvedChart found = fetcher.resolve(reference);
    long parsed = System.nanoTime();
    fetcher.resolve(reference);
    long again = System.nanoTime();
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    System.out.println(
        found.version()
            + " "
            + TimeUnit.NANOSECONDS.toMillis(parsed - start)
            + " "
            + TimeUnit.NANOSECONDS.toMillis(again - parsed)
            + " "
            + (peak >> 20));
    server.stop(0);
  }
}
