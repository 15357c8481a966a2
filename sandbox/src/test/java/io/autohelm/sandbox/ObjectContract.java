package io.autohelm.sandbox;

import static io.autohelm.sandbox.Api.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.Api.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creating, reading, replacing and deleting, with the errors. */
interface ObjectContract extends Contract {
  String CONFIG = "{'metadata':{'name':'a','labels':{'x':'1'}},'data':{'k':'v'}}";

  String DEPLOYMENT =
      "{'metadata':{'name':'web'},'spec':{'selector':{'matchLabels':{'app':'web'}},"
          + "'template':{'metadata':{'labels':{'app':'web'}},"
          + "'spec':{'containers':[{'name':'c','image':'nginx:1',"
          + "'ports':[{'containerPort':80}]}]}}}}";

  @Test
  default void createdObjectsAreStampedAndOwned() {
    Reply made = api().post(api().core("configmaps"), CONFIG);
    assertEquals(201, made.code());
    assertEquals("v1", made.text("/apiVersion"));
    assertEquals("ConfigMap", made.text("/kind"));
    assertEquals(api().namespace, made.text("/metadata/namespace"));
    assertEquals(36, made.text("/metadata/uid").length());
    assertTrue(made.text("/metadata/creationTimestamp").endsWith("Z"));
    JsonNode entry = made.body().at("/metadata/managedFields/0");
    assertEquals("contract", entry.path("manager").asText());
    assertEquals("Update", entry.path("operation").asText());
    assertEquals(
        json(
            "{\"f:data\":{\".\":{},\"f:k\":{}},"
                + "\"f:metadata\":{\"f:labels\":{\".\":{},\"f:x\":{}}}}"),
        entry.path("fieldsV1"));
    assertEquals(made.body(), api().get(api().core("configmaps/a")).body());
  }

  @ParameterizedTest(name = "{0} {1} is {2} {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | configmaps/none | 404 | NotFound",
        "DELETE | configmaps/none | 404 | NotFound",
        "PUT    | configmaps/none | 404 | NotFound",
        "GET    | nonsense        | 404 | NotFound",
        "POST   | configmaps/none | 405 | MethodNotAllowed",
        "PUT    | configmaps      | 405 | MethodNotAllowed",
      })
  default void refusals(String method, String path, int code, String reason) {
    String body = method.equals("GET") ? "" : "{'metadata':{'name':'none'}}";
    Reply refused = api().call(method, api().core(path), body);
    assertEquals(code, refused.code());
    assertEquals("Status", refused.text("/kind"));
    assertEquals("Failure", refused.text("/status"));
    assertEquals(reason, refused.text("/reason"));
    assertEquals(code, refused.body().path("code").asInt());
  }

  @Test
  default void notFoundSaysWhat() {
    Reply missing = api().get(api().apps("deployments/none"));
    assertEquals("deployments.apps \"none\" not found", missing.text("/message"));
    assertEquals(
        json("{\"name\":\"none\",\"group\":\"apps\",\"kind\":\"deployments\"}"),
        missing.body().path("details"));
  }

  @Test
  default void nothingIsCreatedInMissingNamespaces() {
    Reply refused = api().post("/api/v1/namespaces/no-such/configmaps", CONFIG);
    assertEquals(404, refused.code());
    assertEquals("namespaces \"no-such\" not found", refused.text("/message"));
  }

  @Test
  default void nothingIsCreatedTwice() {
    api().post(api().core("configmaps"), CONFIG);
    Reply refused = api().post(api().core("configmaps"), CONFIG);
    assertEquals(409, refused.code());
    assertEquals("AlreadyExists", refused.text("/reason"));
    assertEquals("configmaps \"a\" already exists", refused.text("/message"));
  }

  @ParameterizedTest(name = "create {0} is {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'metadata':{'name':'Not_A_Name'}}                         | 422 | Invalid",
        "{'metadata':{}}                                            | 422 | Invalid",
        "{'metadata':{'name':'a','labels':{'x':'not a label'}}}     | 422 | Invalid",
        "{'metadata':{'name':'a','namespace':'other'}}              | 400 | BadRequest",
        "{'apiVersion':'v2','kind':'ConfigMap','metadata':{'name':'a'}} | 400 | BadRequest",
        "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'a'}}    | 400 | BadRequest",
        "{'metadata':{'name':'a'},'data':{'k':1}}                   | 400 | BadRequest",
        "{'metadata':{'name':'a','resourceVersion':'1'}}            | 500 | ''",
      })
  default void wrongObjects(String body, int code, String reason) {
    Reply refused = api().post(api().core("configmaps"), quoted(body));
    assertEquals(code, refused.code());
    assertEquals(reason, refused.text("/reason"));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Test
  default void invalidSaysWhere() {
    Reply refused = api().post(api().core("configmaps"), "{'metadata':{'name':'A'}}");
    assertEquals("FieldValueInvalid", refused.text("/details/causes/0/reason"));
    assertEquals("metadata.name", refused.text("/details/causes/0/field"));
    assertEquals("ConfigMap", refused.text("/details/kind"));
  }

  @Test
  default void namesAreGenerated() {
    Reply made = api().post(api().core("configmaps"), "{'metadata':{'generateName':'pre-'}}");
    assertTrue(made.text("/metadata/name").matches("pre-[a-z0-9]{5}"), made.text("/metadata/name"));
  }

  @Test
  default void staleWritesConflict() {
    Reply made = api().post(api().core("configmaps"), CONFIG);
    ObjectNode first = Api.edited(made.body());
    first.putObject("data").put("k", "2");
    Reply second = api().put(api().core("configmaps/a"), first);
    assertEquals(200, second.code());
    assertNotEquals(made.revision(), second.revision());
    first.putObject("data").put("k", "3");
    Reply refused = api().put(api().core("configmaps/a"), first);
    assertEquals(409, refused.code());
    assertEquals("Conflict", refused.text("/reason"));
    assertEquals(
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
            + " apply your changes to the latest version and try again",
        refused.text("/message"));
  }

  @Test
  default void writingWhatIsThereChangesNothing() {
    Reply made = api().post(api().core("configmaps"), CONFIG);
    assertEquals(made.revision(), api().put(api().core("configmaps/a"), made.body()).revision());
  }

  @Test
  default void secretsFoldTheirText() {
    Reply made =
        api().post(api().core("secrets"), "{'metadata':{'name':'s'},'stringData':{'k':'v'}}");
    assertEquals(json("{\"k\":\"dg==\"}"), made.body().path("data"));
    assertEquals("Opaque", made.text("/type"));
    assertFalse(made.body().has("stringData"));
  }

  @Test
  default void deploymentsAreDefaulted() {
    JsonNode spec = api().post(api().apps("deployments"), DEPLOYMENT).body().path("spec");
    assertEquals(1, spec.path("replicas").asInt());
    assertEquals(10, spec.path("revisionHistoryLimit").asInt());
    assertEquals(600, spec.path("progressDeadlineSeconds").asInt());
    assertEquals("25%", spec.at("/strategy/rollingUpdate/maxSurge").asText());
    JsonNode pod = spec.at("/template/spec");
    assertEquals("Always", pod.path("restartPolicy").asText());
    assertEquals(30, pod.path("terminationGracePeriodSeconds").asInt());
    assertEquals("default-scheduler", pod.path("schedulerName").asText());
    assertEquals(
        json(
            "{\"name\":\"c\",\"image\":\"nginx:1\","
                + "\"ports\":[{\"containerPort\":80,\"protocol\":\"TCP\"}],\"resources\":{},"
                + "\"terminationMessagePath\":\"/dev/termination-log\","
                + "\"terminationMessagePolicy\":\"File\",\"imagePullPolicy\":\"IfNotPresent\"}"),
        pod.at("/containers/0"));
  }

  @Test
  default void generationCountsChangesOfTheSpec() {
    Reply made = api().post(api().apps("deployments"), DEPLOYMENT);
    assertEquals("1", made.text("/metadata/generation"));
    String path = api().apps("deployments/web");
    Reply labelled = api().patch(Api.MERGE, path, "{'metadata':{'labels':{'y':'1'}}}");
    assertEquals("1", labelled.text("/metadata/generation"));
    Reply paused = api().patch(Api.MERGE, path, "{'spec':{'paused':true}}");
    assertEquals("2", paused.text("/metadata/generation"));
    String status = "{'status':{'collisionCount':7}}";
    Reply unheeded = api().patch(Api.MERGE, path, status);
    assertTrue(unheeded.body().at("/status/collisionCount").isMissingNode());
    Reply told = api().patch(Api.MERGE, path + "/status", status);
    assertEquals("7", told.text("/status/collisionCount"));
    assertEquals("2", told.text("/metadata/generation"));
  }

  @Test
  default void selectorsDoNotChange() {
    api().post(api().apps("deployments"), DEPLOYMENT);
    Reply refused =
        api()
            .patch(
                Api.MERGE,
                api().apps("deployments/web"),
                "{'spec':{'selector':{'matchLabels':{'z':'1'}},"
                    + "'template':{'metadata':{'labels':{'z':'1'}}}}}");
    assertEquals(422, refused.code());
    assertEquals("spec.selector", refused.text("/details/causes/0/field"));
  }

  @Test
  default void deletionGivesAStatus() {
    Reply made = api().post(api().core("configmaps"), CONFIG);
    Reply deleted = api().delete(api().core("configmaps/a"));
    assertEquals(200, deleted.code());
    assertEquals("Success", deleted.text("/status"));
    assertEquals(
        json(
            "{\"name\":\"a\",\"kind\":\"configmaps\",\"uid\":\""
                + made.text("/metadata/uid")
                + "\"}"),
        deleted.body().path("details"));
    assertEquals(404, api().get(api().core("configmaps/a")).code());
  }

  @Test
  default void deletionHasPreconditions() {
    api().post(api().core("configmaps"), CONFIG);
    Reply refused =
        api()
            .call(
                "DELETE",
                api().core("configmaps/a"),
                "{'kind':'DeleteOptions','apiVersion':'v1','preconditions':{'uid':'other'}}");
    assertEquals(409, refused.code());
  }

  @Test
  default void finalizersKeepObjects() {
    api()
        .post(
            api().core("configmaps"),
            "{'metadata':{'name':'f','finalizers':['example.com/hold']}}");
    Reply marked = api().delete(api().core("configmaps/f"));
    assertEquals("ConfigMap", marked.text("/kind"));
    assertFalse(marked.text("/metadata/deletionTimestamp").isEmpty());
    assertEquals(200, api().get(api().core("configmaps/f")).code());
    api().patch(Api.MERGE, api().core("configmaps/f"), "{'metadata':{'finalizers':null}}");
    assertEquals(404, api().get(api().core("configmaps/f")).code());
  }

  @Test
  default void collectionsAreDeletedByLabel() {
    api().post(api().core("configmaps"), CONFIG);
    api().post(api().core("configmaps"), "{'metadata':{'name':'b','labels':{'x':'2'}}}");
    assertEquals(200, api().delete(api().core("configmaps?labelSelector=x%3D1")).code());
    assertEquals(404, api().get(api().core("configmaps/a")).code());
    assertEquals(200, api().get(api().core("configmaps/b")).code());
  }

  @Test
  default void dryRunsStoreNothing() {
    Reply tried = api().post(api().core("configmaps?dryRun=All"), CONFIG);
    assertEquals(201, tried.code());
    assertFalse(tried.text("/metadata/uid").isEmpty());
    assertTrue(tried.body().at("/metadata/resourceVersion").isMissingNode());
    assertEquals(404, api().get(api().core("configmaps/a")).code());
    Reply made = api().post(api().core("configmaps"), CONFIG);
    Reply changed =
        api().patch(Api.MERGE, api().core("configmaps/a?dryRun=All"), "{'data':{'k':'2'}}");
    assertEquals("2", changed.text("/data/k"));
    assertEquals(made.revision(), changed.revision());
    assertEquals(200, api().delete(api().core("configmaps/a?dryRun=All")).code());
    assertEquals(made.body(), api().get(api().core("configmaps/a")).body());
  }

  @Test
  default void unknownFieldsAreWarnedOfOrRefused() {
    String body = "{'metadata':{'name':'a'},'extra':{'k':'v'}}";
    Reply warned = api().post(api().core("configmaps?fieldValidation=Warn"), body);
    assertEquals(201, warned.code());
    assertEquals(
        "299 - \"unknown field \\\"extra\\\"\"",
        warned.http().headers().firstValue("Warning").orElse(""));
    assertFalse(warned.body().has("extra"));
    Reply refused = api().post(api().core("configmaps?fieldValidation=Strict"), body);
    assertEquals(400, refused.code());
    assertEquals(
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
            + " unknown field \"extra\"",
        refused.text("/message"));
  }

  @Test
  default void dependentsGoWithTheirOwner() {
    Reply owner = api().post(api().core("configmaps"), CONFIG);
    api()
        .post(
            api().core("configmaps"),
            "{'metadata':{'name':'child','ownerReferences':[{'apiVersion':'v1',"
                + "'kind':'ConfigMap','name':'a','uid':'"
                + owner.text("/metadata/uid")
                + "'}]}}");
    api().delete(api().core("configmaps/a"));
    Reply gone =
        api().await(() -> api().get(api().core("configmaps/child")), reply -> reply.code() == 404);
    assertEquals(404, gone.code());
  }

  @Test
  default void namespacesGoWithAllThatIsInThem() {
    api().post(api().core("configmaps"), CONFIG);
    Reply marked = api().delete("/api/v1/namespaces/" + api().namespace);
    assertEquals(200, marked.code());
    assertEquals("Terminating", marked.text("/status/phase"));
    String path = "/api/v1/namespaces/" + api().namespace;
    assertEquals(404, api().await(() -> api().get(path), reply -> reply.code() == 404).code());
    assertEquals(404, api().get(api().core("configmaps/a")).code());
  }

  @Test
  default void servicesHaveAndKeepAnAddress() {
    Reply made =
        api()
            .post(
                api().core("services"), "{'metadata':{'name':'s'},'spec':{'ports':[{'port':80}]}}");
    String address = made.text("/spec/clusterIP");
    assertTrue(address.startsWith("10.96."), address);
    assertEquals(
        json("[{\"port\":80,\"protocol\":\"TCP\",\"targetPort\":80}]"),
        made.body().at("/spec/ports"));
    ObjectNode changed = Api.edited(made.body());
    ((ObjectNode) changed.path("spec")).remove("clusterIP");
    ((ObjectNode) changed.path("spec")).remove("clusterIPs");
    Reply kept = api().put(api().core("services/s"), changed);
    assertEquals(address, kept.text("/spec/clusterIP"));
  }

  @Test
  default void immutableMeansImmutable() {
    api()
        .post(
            api().core("configmaps"),
            "{'metadata':{'name':'i'},'immutable':true,'data':{'k':'v'}}");
    Reply refused = api().patch(Api.MERGE, api().core("configmaps/i"), "{'data':{'k':'w'}}");
    assertEquals(422, refused.code());
  }

  @Test
  default void scaleIsASubresource() {
    api().post(api().apps("deployments"), DEPLOYMENT);
    Reply scale = api().get(api().apps("deployments/web/scale"));
    assertEquals("autoscaling/v1", scale.text("/apiVersion"));
    assertEquals("Scale", scale.text("/kind"));
    assertEquals("app=web", scale.text("/status/selector"));
    Reply set =
        api().patch(Api.MERGE, api().apps("deployments/web/scale"), "{'spec':{'replicas':3}}");
    assertEquals("3", set.text("/spec/replicas"));
    assertEquals("3", api().get(api().apps("deployments/web")).text("/spec/replicas"));
  }

  @Test
  default void everythingIsAllowed() {
    Reply review =
        api()
            .post(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{'spec':{'resourceAttributes':{'verb':'get','resource':'pods'}}}");
    assertEquals(201, review.code());
    assertTrue(review.body().at("/status/allowed").asBoolean());
  }
}
