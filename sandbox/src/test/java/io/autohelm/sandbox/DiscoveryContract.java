package io.autohelm.sandbox;

import static io.autohelm.sandbox.Api.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.sandbox.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What clients find out about the server, and the kinds that users define. */
interface DiscoveryContract extends Contract {
  @Test
  default void theServerIsUp() {
    for (String path : List.of("/healthz", "/livez", "/readyz")) {
      Reply health = api().get(path);
      assertEquals(200, health.code());
      assertEquals("ok", health.body().asText());
    }
    assertEquals("1", api().get("/version").text("/major"));
  }

  @Test
  default void resourcesAreListed() {
    JsonNode pods = resource(api().get("/api/v1").body(), "pods");
    assertEquals("pod", pods.path("singularName").asText());
    assertEquals(json("[\"po\"]"), pods.path("shortNames"));
    assertEquals(json("[\"all\"]"), pods.path("categories"));
    assertTrue(pods.path("namespaced").asBoolean());
    assertEquals(
        json(
            "[\"create\",\"delete\",\"deletecollection\",\"get\",\"list\",\"patch\",\"update\","
                + "\"watch\"]"),
        pods.path("verbs"));
    JsonNode scale = resource(api().get("/apis/apps/v1").body(), "deployments/scale");
    assertEquals("Scale", scale.path("kind").asText());
    assertEquals("autoscaling", scale.path("group").asText());
    assertEquals(404, api().get("/apis/nonsense/v1").code());
  }

  private static JsonNode resource(JsonNode list, String name) {
    for (JsonNode resource : list.path("resources")) {
      if (resource.path("name").asText().equals(name)) {
        return resource;
      }
    }
    throw new AssertionError("not served: " + name);
  }

  @Test
  default void groupsAreListed() {
    List<String> groups = new ArrayList<>();
    for (JsonNode group : api().get("/apis").body().path("groups")) {
      groups.add(group.at("/preferredVersion/groupVersion").asText());
    }
    assertTrue(groups.contains("apps/v1"), groups.toString());
    assertTrue(groups.contains("autoscaling/v2"), groups.toString());
    assertEquals("APIGroup", api().get("/apis/batch").text("/kind"));
  }

  @Test
  default void discoveryIsAggregated() {
    String accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    JsonNode groups = api().get("/apis", "Accept", accept).body();
    assertEquals("APIGroupDiscoveryList", groups.path("kind").asText());
    TreeSet<String> names = new TreeSet<>();
    groups.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    assertTrue(names.contains("networking.k8s.io"), names.toString());
    JsonNode core = api().get("/api", "Accept", accept).body();
    for (JsonNode resource : core.at("/items/0/versions/0/resources")) {
      if (resource.path("resource").asText().equals("namespaces")) {
        assertEquals("Cluster", resource.path("scope").asText());
        assertEquals("Namespace", resource.at("/responseKind/kind").asText());
        return;
      }
    }
    throw new AssertionError("namespaces are not served: " + core);
  }

  private String group() {
    return api().namespace + ".example.com";
  }

  private void define() {
    Reply made =
        api()
            .post(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                ("{'metadata':{'name':'widgets.GROUP'},'spec':{'group':'GROUP','scope':'Namespaced',"
                        + "'names':{'plural':'widgets','kind':'Widget','shortNames':['wd']},"
                        + "'versions':[{'name':'v1','served':true,'storage':true,"
                        + "'subresources':{'status':{}},"
                        + "'schema':{'openAPIV3Schema':{'type':'object','properties':{"
                        + "'spec':{'type':'object','required':['size'],'properties':{"
                        + "'size':{'type':'integer','minimum':1},"
                        + "'color':{'type':'string','enum':['red','blue'],'default':'red'},"
                        + "'parts':{'type':'array','x-kubernetes-list-type':'map',"
                        + "'x-kubernetes-list-map-keys':['name'],'items':{'type':'object',"
                        + "'required':['name'],'properties':{'name':{'type':'string'},"
                        + "'n':{'type':'integer'}}}}}},"
                        + "'status':{'type':'object','x-kubernetes-preserve-unknown-fields':true}"
                        + "}}}}]}}")
                    .replace("GROUP", group()));
    assertEquals(201, made.code(), made.body().toString());
    api()
        .await(
            () ->
                api()
                    .get(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets."
                            + group()),
            reply -> reply.body().toString().contains("\"Established\""));
    api().await(() -> api().get(widgets("")), reply -> reply.code() == 200);
  }

  private String widgets(String rest) {
    return "/apis/" + group() + "/v1/namespaces/" + api().namespace + "/widgets" + rest;
  }

  private void undefine() {
    api().delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets." + group());
    api().await(() -> api().get(widgets("")), reply -> reply.code() == 404);
  }

  @Test
  default void definedKindsAreServed() {
    define();
    String start = "{'apiVersion':'" + group() + "/v1','kind':'Widget','metadata':{'name':";
    Reply made = api().post(widgets(""), start + "'w'},'spec':{'size':3,'junk':1}}");
    assertEquals(201, made.code(), made.body().toString());
    assertEquals(json("{\"size\":3,\"color\":\"red\"}"), made.body().path("spec"));
    assertEquals("1", made.text("/metadata/generation"));
    for (String wrong : List.of("{'size':'x'}", "{}", "{'size':0}", "{'size':1,'color':'green'}")) {
      Reply refused = api().post(widgets(""), start + "'x'},'spec':" + wrong + "}");
      assertEquals(422, refused.code(), wrong + " " + refused.body());
    }
    JsonNode list = api().get(widgets("")).body();
    assertEquals("WidgetList", list.path("kind").asText());
    assertEquals("Widget", list.at("/items/0/kind").asText());
    Reply told = api().patch(Api.MERGE, widgets("/w/status"), "{'status':{'any':'thing'}}");
    assertEquals("thing", told.text("/status/any"));
    assertEquals("1", told.text("/metadata/generation"));
    Reply bigger = api().patch(Api.MERGE, widgets("/w"), "{'spec':{'size':4}}");
    assertEquals("2", bigger.text("/metadata/generation"));
    Reply refused = api().patch(Api.STRATEGIC, widgets("/w"), "{'spec':{'size':5}}");
    assertEquals(415, refused.code());
    undefine();
  }

  @Test
  default void definedKindsAreAppliedBySchema() {
    define();
    String start =
        "{'apiVersion':'" + group() + "/v1','kind':'Widget','metadata':{'name':'w'},'spec':";
    Reply made = api().apply("one", widgets("/w"), start + "{'size':1,'parts':[{'name':'a'}]}}");
    assertEquals(201, made.code(), made.body().toString());
    Reply both = api().apply("two", widgets("/w"), start + "{'parts':[{'name':'b','n':2}]}}");
    assertEquals(200, both.code(), both.body().toString());
    assertEquals(2, both.body().at("/spec/parts").size());
    assertEquals(
        json(
            "{\"f:spec\":{\"f:parts\":{\"k:{\\\"name\\\":\\\"b\\\"}\":"
                + "{\".\":{},\"f:n\":{},\"f:name\":{}}}}}"),
        Api.owned(both.body(), "two"));
    assertFalse(Api.owned(both.body(), "one").isMissingNode());
    undefine();
  }
}
