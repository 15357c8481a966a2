package io.autohelm.sandbox;

import static io.autohelm.sandbox.Api.json;
import static io.autohelm.sandbox.Api.owned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.sandbox.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-side apply: what is owned, what conflicts, what goes. */
interface ApplyContract extends Contract {
  private static String config(String data) {
    return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'},'data':" + data + "}";
  }

  private static String deployment(String spec, String containers) {
    return "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},'spec':{"
        + spec
        + "'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':"
        + "{'app':'web'}},'spec':{'containers':"
        + containers
        + "}}}}";
  }

  @Test
  default void whatIsAppliedIsOwned() {
    Reply made =
        api()
            .apply(
                "helm",
                api().apps("deployments/web"),
                deployment(
                    "'replicas':2,",
                    "[{'name':'c','image':'i:1','args':['x','y'],"
                        + "'ports':[{'containerPort':80},{'containerPort':53,'protocol':'UDP'}],"
                        + "'env':[{'name':'E','value':'1'}],'resources':{}}]"));
    assertEquals(201, made.code());
    JsonNode entry = made.body().at("/metadata/managedFields/0");
    assertEquals("Apply", entry.path("operation").asText());
    assertEquals("apps/v1", entry.path("apiVersion").asText());
    assertEquals("FieldsV1", entry.path("fieldsType").asText());
    assertEquals(
        json(
            """
            {"f:spec": {
               "f:replicas": {},
               "f:selector": {},
               "f:template": {
                 "f:metadata": {"f:labels": {"f:app": {}}},
                 "f:spec": {"f:containers": {"k:{\\"name\\":\\"c\\"}": {
                   ".": {}, "f:name": {}, "f:image": {}, "f:args": {}, "f:resources": {},
                   "f:ports": {
                     "k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":
                       {".": {}, "f:containerPort": {}},
                     "k:{\\"containerPort\\":53,\\"protocol\\":\\"UDP\\"}":
                       {".": {}, "f:containerPort": {}, "f:protocol": {}}},
                   "f:env": {"k:{\\"name\\":\\"E\\"}":
                       {".": {}, "f:name": {}, "f:value": {}}}}}}}}}
            """),
        entry.path("fieldsV1"));
  }

  @Test
  default void applyingTheSameChangesNothing() {
    String path = api().core("configmaps/a");
    Reply first = api().apply("helm", path, config("{'k':'v'}"));
    Reply second = api().apply("helm", path, config("{'k':'v'}"));
    assertEquals(200, second.code());
    assertEquals(first.body(), second.body());
  }

  @Test
  default void othersFieldsConflict() {
    String path = api().core("configmaps/a");
    api().apply("one", path, config("{'k':'v','l':'v'}"));
    Reply refused = api().apply("two", path, config("{'k':'w'}"));
    assertEquals(409, refused.code());
    assertEquals("Conflict", refused.text("/reason"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"one\": .data.k", refused.text("/message"));
    assertEquals(
        json(
            "[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"one\\\"\","
                + "\"field\":\".data.k\"}]"),
        refused.body().at("/details/causes"));
    Reply both = api().apply("two", path, config("{'k':'w','l':'w'}"));
    assertEquals(
        "Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.k\n- .data.l",
        both.text("/message"));
  }

  @Test
  default void conflictsNameUpdatersWithTheirVersion() {
    api().post(api().core("configmaps"), config("{'k':'v'}"));
    Reply refused = api().apply("two", api().core("configmaps/a"), config("{'k':'w'}"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"contract\" using v1: .data.k",
        refused.text("/message"));
  }

  @Test
  default void forceTakes() {
    String path = api().core("configmaps/a");
    api().apply("one", path, config("{'k':'v','l':'v'}"));
    Reply forced = api().apply("two&force=true", path, config("{'k':'w'}"));
    assertEquals("w", forced.text("/data/k"));
    assertEquals(json("{\"f:data\":{\"f:l\":{}}}"), owned(forced.body(), "one"));
    assertEquals(json("{\"f:data\":{\"f:k\":{}}}"), owned(forced.body(), "two"));
  }

  @Test
  default void equalValuesAreOwnedTogether() {
    String path = api().core("configmaps/a");
    api().apply("one", path, config("{'k':'v'}"));
    Reply shared = api().apply("two", path, config("{'k':'v'}"));
    assertEquals(200, shared.code());
    assertEquals(json("{\"f:data\":{\"f:k\":{}}}"), owned(shared.body(), "one"));
    assertEquals(json("{\"f:data\":{\"f:k\":{}}}"), owned(shared.body(), "two"));
    Reply left = api().apply("one", path, config("{}"));
    assertEquals("v", left.text("/data/k"), "the other owner still wants it");
  }

  @ParameterizedTest(name = "{0} then {1} leaves {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'k':'v','l':'v'} | {'k':'v'} | {'k':'v'}",
        "{'k':'v'}         | {'l':'v'} | {'l':'v'}",
        "{'k':'v'}         | {}        | none",
      })
  default void whatIsNoLongerAppliedGoes(String first, String second, String expected) {
    String path = api().core("configmaps/a");
    api().apply("helm", path, config(first));
    Reply left = api().apply("helm", path, config(second));
    if (expected.equals("none")) {
      assertTrue(left.body().path("data").isMissingNode(), left.body().toString());
    } else {
      assertEquals(json(expected.replace('\'', '"')), left.body().path("data"));
    }
  }

  @Test
  default void whatOthersSetStays() {
    String path = api().core("configmaps/a");
    api().apply("helm", path, config("{'k':'v'}"));
    api().patch(Api.MERGE, path, "{'data':{'mine':'1'},'metadata':{'labels':{'l':'1'}}}");
    Reply applied = api().apply("helm", path, config("{'k':'w'}"));
    assertEquals(json("{\"k\":\"w\",\"mine\":\"1\"}"), applied.body().path("data"));
    assertEquals("1", applied.text("/metadata/labels/l"));
    assertEquals(
        json("{\"f:data\":{\"f:mine\":{}},\"f:metadata\":{\"f:labels\":{\".\":{},\"f:l\":{}}}}"),
        owned(applied.body(), "contract"));
  }

  @Test
  default void updatesTakeOwnership() {
    String path = api().core("configmaps/a");
    api().apply("helm", path, config("{'k':'v','l':'v'}"));
    Reply changed = api().patch(Api.MERGE, path + "?fieldManager=editor", "{'data':{'k':'w'}}");
    assertEquals(json("{\"f:data\":{\"f:l\":{}}}"), owned(changed.body(), "helm"));
    assertEquals(json("{\"f:data\":{\"f:k\":{}}}"), owned(changed.body(), "editor"));
    Reply removed = api().patch(Api.MERGE, path, "{'data':{'l':null}}");
    assertTrue(owned(removed.body(), "helm").isMissingNode());
  }

  @Test
  default void containersMergeByName() {
    String path = api().apps("deployments/web");
    api().apply("helm", path, deployment("", "[{'name':'a','image':'i:1','args':['x']}]"));
    Reply added = api().apply("sidecar", path, deployment("", "[{'name':'b','image':'i:2'}]"));
    assertEquals(List.of("a", "b"), names(added));
    Reply refused = api().apply("sidecar", path, deployment("", "[{'name':'a','args':['x','y']}]"));
    assertEquals(
        ".spec.template.spec.containers[name=\"a\"].args", refused.text("/details/causes/0/field"));
    Reply left = api().apply("sidecar", path, deployment("", "[]"));
    assertEquals(List.of("a"), names(left));
  }

  private static List<String> names(Reply deployment) {
    List<String> names = new ArrayList<>();
    StreamSupport.stream(
            deployment.body().at("/spec/template/spec/containers").spliterator(), false)
        .forEach(container -> names.add(container.path("name").asText()));
    return names;
  }

  @Test
  default void removedFieldsFallBackToDefaults() {
    String path = api().apps("deployments/web");
    api().apply("helm", path, deployment("'replicas':3,", "[{'name':'a','image':'i:1'}]"));
    Reply left = api().apply("helm", path, deployment("", "[{'name':'a','image':'i:1'}]"));
    assertEquals(1, left.body().at("/spec/replicas").asInt());
    assertEquals("2", left.text("/metadata/generation"));
  }

  @Test
  default void servicesPortsMergeByPortAndProtocol() {
    String path = api().core("services/s");
    String start = "{'apiVersion':'v1','kind':'Service','metadata':{'name':'s'},'spec':{'ports':";
    Reply made =
        api().apply("helm", path, start + "[{'name':'a','port':80},{'name':'b','port':81}]}}");
    assertEquals(201, made.code());
    assertTrue(
        owned(made.body(), "helm")
            .at("/f:spec/f:ports")
            .has("k:{\"port\":80,\"protocol\":\"TCP\"}"));
    Reply fewer = api().apply("helm", path, start + "[{'name':'b','port':82}]}}");
    assertEquals(200, fewer.code());
    assertEquals(1, fewer.body().at("/spec/ports").size());
    assertEquals(made.text("/spec/clusterIP"), fewer.text("/spec/clusterIP"));
  }

  @Test
  default void dryRunsShowAndStoreNothing() {
    String path = api().core("configmaps/a");
    Reply tried = api().apply("helm&dryRun=All", path, config("{'k':'v'}"));
    assertEquals(201, tried.code());
    assertEquals(404, api().get(path).code());
    Reply made = api().apply("helm", path, config("{'k':'v'}"));
    Reply shown = api().apply("helm&dryRun=All", path, config("{'k':'w'}"));
    assertEquals("w", shown.text("/data/k"));
    assertEquals(made.revision(), shown.revision());
    assertEquals("v", api().get(path).text("/data/k"));
  }

  @Test
  default void appliesNeedAManager() {
    Reply refused = api().patch(Api.APPLY, api().core("configmaps/a"), config("{'k':'v'}"));
    assertEquals(422, refused.code());
    assertEquals(
        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
            + " apply patch",
        refused.text("/message"));
  }

  @Test
  default void managedFieldsAreNotApplied() {
    Reply refused =
        api()
            .apply(
                "helm",
                api().core("configmaps/a"),
                "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a',"
                    + "'managedFields':[{'manager':'x'}]}}");
    assertEquals(400, refused.code());
    assertEquals("metadata.managedFields must be nil", refused.text("/message"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'nonsense':1,    | .spec.nonsense: field not declared in schema",
        "'replicas':'two',| .spec.replicas: expected numeric (int or float), got string",
      })
  default void misfitsAreTheServersErrors(String spec, String expected) {
    Reply refused =
        api()
            .apply(
                "helm",
                api().apps("deployments/web"),
                deployment(spec, "[{'name':'a','image':'i:1'}]"));
    assertEquals(500, refused.code());
    assertEquals(
        "failed to create typed patch object (/web; apps/v1, Kind=Deployment): " + expected,
        refused.text("/message"));
  }

  @Test
  default void statusIsAppliedApart() {
    String path = api().apps("deployments/web");
    api().apply("helm", path, deployment("", "[{'name':'a','image':'i:1'}]"));
    Reply applied =
        api()
            .patch(
                Api.APPLY,
                path + "/status?fieldManager=watcher",
                "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},"
                    + "'status':{'conditions':[{'type':'Mine','status':'True'}]}}");
    assertEquals(200, applied.code());
    for (JsonNode entry : applied.body().at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals("watcher")) {
        assertEquals("status", entry.path("subresource").asText());
        assertEquals(
            json(
                "{\"f:status\":{\"f:conditions\":{\"k:{\\\"type\\\":\\\"Mine\\\"}\":"
                    + "{\".\":{},\"f:status\":{},\"f:type\":{}}}}}"),
            entry.path("fieldsV1"));
      }
    }
    assertFalse(owned(applied.body(), "watcher").isMissingNode());
  }

  @Test
  default void finalizersAreASet() {
    String path = api().core("configmaps/a");
    String start = "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a','finalizers':";
    api().apply("one", path, start + "['example.com/one']}}");
    Reply both = api().apply("two", path, start + "['example.com/two']}}");
    assertEquals(
        json("[\"example.com/one\",\"example.com/two\"]"), both.body().at("/metadata/finalizers"));
    assertEquals(
        json("{\"f:metadata\":{\"f:finalizers\":{\"v:\\\"example.com/two\\\"\":{}}}}"),
        owned(both.body(), "two"));
    api().patch(Api.MERGE, path, "{'metadata':{'finalizers':null}}");
  }

  @Test
  default void appliesToManyKindsAreTheSame() {
    String path = api().core("secrets/s");
    String secret =
        "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'s'},'stringData':{'k':'v'}}";
    Reply made = api().apply("helm", path, secret);
    assertEquals("dg==", made.text("/data/k"));
    assertEquals("Opaque", made.text("/type"));
    Reply again = api().apply("helm", path, secret);
    assertEquals(made.revision(), again.revision());
    assertNotEquals("", again.revision());
  }
}
