package io.autohelm.engine.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and values whose verdict is recorded from Helm. */
final class SchemaCheckTest {
  private static final String START =
      "values don't meet the specifications of the schema(s) in the following chart(s):\n";

  private final SchemaCheck check = new SchemaCheck(SchemaReach.ANYWHERE);

  static Stream<Arguments> recorded() {
    return Golden.read("values/schemas.jsonl")
        .lines()
        .map(line -> map(Json.parse(line)))
        .map(
            row ->
                Arguments.of(
                    row.get("name"), row.get("schema"), row.get("values"), row.get("error")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void saysWhatHelmSays(String name, String schema, Object values, String error) {
    assertEquals(error, verdict(chart("probe", schema), map(values)), name);
  }

  @Test
  void judgesSubChartsByTheirPartOfTheValues() {
    Chart child = chart("child", "{\"required\":[\"x\"]}");
    Chart parent = chart("parent", "{\"required\":[\"q\"]}").withDependencies(List.of(child));
    assertEquals(
        START
            + "parent:\n- at '': missing property 'q'\n"
            + "child:\n- at '': missing property 'x'\n",
        verdict(parent, map(Yaml.parse("child: {a: 1}"))));
    assertEquals("", verdict(parent, map(Yaml.parse("{q: 1, child: null}"))));
    assertEquals(
        START + "child:\ninvalid type for values: expected object (map), got string\n",
        verdict(parent, map(Yaml.parse("{q: 1, child: text}"))));
  }

  @Test
  void endsWhereASchemaGrowsWithoutBounds() {
    StringBuilder schema = new StringBuilder("{\"$defs\":{\"d0\":{\"type\":\"object\"}");
    for (int i = 1; i <= 40; i++) {
      schema.append(
          ",\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
              .formatted(i, i - 1, i - 1));
    }
    Chart chart = chart("probe", schema + "},\"$ref\":\"#/$defs/d40\"}");
    ValuesException refused =
        assertThrows(ValuesException.class, () -> check.check(chart, Map.of()));
    assertEquals(
        START + "probe:\nunable to validate schema: more than 100000 references were followed",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/hostname",
    "other.json",
    "http://127.0.0.1:1/x.json",
    "https://example.org/x.json",
  })
  void stayInTheChartWhereTheyMustNotLeaveIt(String reference) {
    SchemaCheck closed = new SchemaCheck(SchemaReach.ITSELF);
    Chart chart = chart("probe", "{\"$ref\":\"" + reference + "\"}");
    String address = reference.equals("other.json") ? "file:///other.json" : reference;
    ValuesException refused =
        assertThrows(ValuesException.class, () -> closed.check(chart, Map.of()));
    assertEquals(
        START
            + "probe:\nfailing loading \""
            + address
            + "\": references that leave the schema are not followed here",
        refused.getMessage());
  }

  @Test
  void boundsWhatIsFetched() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    AtomicInteger documents = new AtomicInteger();
    server.createContext(
        "/chain",
        exchange -> {
          String next = address + "/chain/" + documents.incrementAndGet();
          byte[] schema = ("{\"$ref\":\"" + next + "\"}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, schema.length);
          exchange.getResponseBody().write(schema);
          exchange.close();
        });
    server.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = new byte[1 << 20];
          for (int i = 0; i < 9; i++) {
            exchange.getResponseBody().write(spaces);
          }
          exchange.close();
        });
    CountDownLatch asked = new CountDownLatch(1);
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(' ');
          exchange.getResponseBody().flush();
          asked.countDown(); // and nothing more
        });
    server.start();
    try {
      assertTrue(fetched(address + "/chain").contains("more than 100 documents are referred to"));
      assertTrue(fetched(address + "/large").contains("is larger than 8388608 bytes"));
      assertTrue(fetched(address + "/slow").endsWith("context deadline exceeded"));
      assertEquals(0, asked.getCount());
    } finally {
      server.stop(0);
    }
  }

  private static String fetched(String reference) {
    SchemaCheck impatient =
        new SchemaCheck(new SchemaReferences(SchemaReach.ANYWHERE, Duration.ofSeconds(2)));
    Chart chart = chart("probe", "{\"$ref\":\"" + reference + "\"}");
    return assertThrows(ValuesException.class, () -> impatient.check(chart, Map.of())).getMessage();
  }

  private String verdict(Chart chart, Map<String, Object> values) {
    try {
      check.check(chart, values);
      return "";
    } catch (ValuesException e) {
      return e.getMessage();
    }
  }

  private static Chart chart(String name, String schema) {
    List<ChartFile> files = new ArrayList<>();
    String metadata = "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n";
    files.add(new ChartFile("Chart.yaml", metadata.getBytes(UTF_8), null));
    files.add(new ChartFile("values.schema.json", schema.getBytes(UTF_8), null));
    return Charts.ofFiles(files);
  }

  @SuppressWarnings("unchecked") // what JSON and YAML read has string keys
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
