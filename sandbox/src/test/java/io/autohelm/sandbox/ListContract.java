package io.autohelm.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.sandbox.Api.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, selectors, forms of answers, watches. */
interface ListContract extends Contract {
  private void three() {
    api().post(api().core("secrets"), "{'metadata':{'name':'a','labels':{'x':'1','n':'5'}}}");
    api().post(api().core("secrets"), "{'metadata':{'name':'b','labels':{'x':'2'}}}");
    api().post(api().core("secrets"), "{'metadata':{'name':'c'},'type':'example.com/t'}");
  }

  private static String names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    return String.join(" ", names);
  }

  @ParameterizedTest(name = "{0}={1} selects {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "labelSelector | x=1              | a",
        "labelSelector | x==2             | b",
        "labelSelector | x!=1             | b c",
        "labelSelector | x in (1,2)       | a b",
        "labelSelector | x in (1, 2),n    | a",
        "labelSelector | x notin (1)      | b c",
        "labelSelector | x                | a b",
        "labelSelector | !x               | c",
        "labelSelector | n>4              | a",
        "labelSelector | n<4              | ''",
        "labelSelector | x=1,n=5          | a",
        "fieldSelector | metadata.name=b  | b",
        "fieldSelector | metadata.name!=b | a c",
        "fieldSelector | type=Opaque      | a b",
        "fieldSelector | type!=Opaque,metadata.name=c | c",
      })
  default void selects(String parameter, String selector, String expected) {
    three();
    String query = parameter + "=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    Reply list = api().get(api().core("secrets?" + query));
    assertEquals(200, list.code());
    assertEquals(expected, names(list.body()));
  }

  @Test
  default void unreadableSelectorsAreRefused() {
    assertEquals(400, api().get(api().core("secrets?labelSelector=x%20in%201")).code());
  }

  @Test
  default void listsSayTheKindOnce() {
    three();
    JsonNode list = api().get(api().core("secrets")).body();
    assertEquals("SecretList", list.path("kind").asText());
    assertEquals("v1", list.path("apiVersion").asText());
    assertFalse(list.at("/metadata/resourceVersion").asText().isEmpty());
    assertFalse(list.at("/items/0").has("kind"));
  }

  @Test
  default void emptyListsHaveItems() {
    assertTrue(api().get(api().core("secrets")).body().path("items").isArray());
  }

  @Test
  default void listsComeInPages() {
    three();
    JsonNode first = api().get(api().core("secrets?limit=2")).body();
    assertEquals("a b", names(first));
    assertEquals(1, first.at("/metadata/remainingItemCount").asInt());
    String token = first.at("/metadata/continue").asText();
    JsonNode second = api().get(api().core("secrets?limit=2&continue=" + token)).body();
    assertEquals("c", names(second));
    assertTrue(second.at("/metadata/continue").asText().isEmpty());
  }

  @Test
  default void metadataAloneIsServed() {
    three();
    Reply list =
        api()
            .get(
                api().core("secrets"),
                "Accept",
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
    assertEquals("PartialObjectMetadataList", list.text("/kind"));
    assertEquals("meta.k8s.io/v1", list.text("/apiVersion"));
    assertEquals("PartialObjectMetadata", list.text("/items/0/kind"));
    assertFalse(list.body().at("/items/0").has("type"));
    Reply one =
        api()
            .get(
                api().core("secrets/a"),
                "Accept",
                "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
    assertEquals("PartialObjectMetadata", one.text("/kind"));
    assertEquals("1", one.text("/metadata/labels/x"));
  }

  @Test
  default void tablesAreServed() {
    three();
    Reply table =
        api()
            .get(
                api().core("secrets"),
                "Accept",
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
    assertEquals("Table", table.text("/kind"));
    List<String> columns = new ArrayList<>();
    table.body().path("columnDefinitions").forEach(c -> columns.add(c.path("name").asText()));
    assertEquals(List.of("Name", "Type", "Data", "Age"), columns);
    assertEquals("a", table.text("/rows/0/cells/0"));
    assertEquals("PartialObjectMetadata", table.text("/rows/0/object/kind"));
  }

  @Test
  default void otherFormsAreNotAcceptable() {
    assertEquals(406, api().get(api().core("secrets"), "Accept", "text/html").code());
  }

  private static List<String> told(List<JsonNode> events) {
    return events.stream()
        .map(e -> e.path("type").asText() + " " + e.at("/object/metadata/name").asText())
        .toList();
  }

  private static boolean isDeleted(JsonNode event) {
    return event.path("type").asText().equals("DELETED");
  }

  @Test
  default void watchesTellEveryChange() {
    String revision = api().get(api().core("secrets")).revision();
    List<JsonNode> events =
        api()
            .watch(
                api().core("secrets?watch=true&timeoutSeconds=20&resourceVersion=" + revision),
                () -> {
                  api().post(api().core("secrets"), "{'metadata':{'name':'a'}}");
                  String labels = "{'metadata':{'labels':{'x':'1'}}}";
                  api().patch(Api.MERGE, api().core("secrets/a"), labels);
                  api().delete(api().core("secrets/a"));
                },
                ListContract::isDeleted);
    assertEquals(List.of("ADDED a", "MODIFIED a", "DELETED a"), told(events));
    assertEquals("Secret", events.get(0).at("/object/kind").asText());
  }

  @Test
  default void watchesReplayWhatCameAfterTheirRevision() {
    String revision = api().get(api().core("secrets")).revision();
    three();
    api().delete(api().core("secrets/a"));
    List<JsonNode> events =
        api()
            .watch(
                api().core("secrets?watch=1&timeoutSeconds=20&resourceVersion=" + revision),
                () -> {},
                ListContract::isDeleted);
    assertEquals(List.of("ADDED a", "ADDED b", "ADDED c", "DELETED a"), told(events));
  }

  @Test
  default void whatLeavesTheSelectionIsDeletedForTheWatcher() {
    String revision = api().get(api().core("secrets")).revision();
    List<JsonNode> events =
        api()
            .watch(
                api()
                    .core(
                        "secrets?watch=1&timeoutSeconds=20&labelSelector=x%3D1&resourceVersion="
                            + revision),
                () -> {
                  three();
                  api()
                      .patch(
                          Api.MERGE, api().core("secrets/b"), "{'metadata':{'labels':{'x':'1'}}}");
                  api()
                      .patch(
                          Api.MERGE, api().core("secrets/a"), "{'metadata':{'labels':{'x':'9'}}}");
                },
                ListContract::isDeleted);
    assertEquals(List.of("ADDED a", "ADDED b", "DELETED a"), told(events));
    assertEquals("1", events.get(2).at("/object/metadata/labels/x").asText());
  }

  @Test
  default void watchesMayBeginWithWhatThereIs() {
    three();
    List<JsonNode> events =
        api()
            .watch(
                api()
                    .core(
                        "secrets?watch=1&timeoutSeconds=20&sendInitialEvents=true&allowWatchBookmarks=true"
                            + "&resourceVersionMatch=NotOlderThan"),
                () -> {},
                event -> event.path("type").asText().equals("BOOKMARK"));
    assertEquals(List.of("ADDED a", "ADDED b", "ADDED c", "BOOKMARK "), told(events));
    assertEquals(
        "true",
        events.get(3).at("/object/metadata/annotations/k8s.io~1initial-events-end").asText());
  }

  @Test
  default void watchesOfOneObjectAreToldOfNoOther() {
    three();
    List<JsonNode> events =
        api()
            .watch(
                api().core("secrets?watch=1&timeoutSeconds=20&fieldSelector=metadata.name%3Db"),
                () -> {
                  api().delete(api().core("secrets/a"));
                  api().delete(api().core("secrets/b"));
                },
                ListContract::isDeleted);
    assertEquals(List.of("ADDED b", "DELETED b"), told(events));
  }
}
