package io.autohelm.sandbox;

import static io.autohelm.sandbox.Api.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.sandbox.Api.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches that are not applies. */
interface PatchContract extends Contract {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "merge-patch+json | {'data':{'b':'2'}}            | {'a':'1','b':'2'}",
        "merge-patch+json | {'data':{'a':null,'b':'2'}}   | {'b':'2'}",
        "merge-patch+json | {'data':{'none':null}}        | {'a':'1'}",
        "json-patch+json  | [{'op':'add','path':'/data/b','value':'2'}] | {'a':'1','b':'2'}",
        "json-patch+json  | [{'op':'replace','path':'/data/a','value':'2'}] | {'a':'2'}",
        "json-patch+json  | [{'op':'test','path':'/data/a','value':'1'},"
            + "{'op':'move','from':'/data/a','path':'/data/b'}] | {'b':'1'}",
        "json-patch+json  | [{'op':'copy','from':'/data/a','path':'/data/b'}] | {'a':'1','b':'1'}",
        "json-patch+json  | [{'op':'remove','path':'/data/a'},"
            + "{'op':'add','path':'/data/b~1c','value':'2'}] | 422",
        "json-patch+json  | [{'op':'remove','path':'/data/none'}] | 422",
        "json-patch+json  | [{'op':'test','path':'/data/a','value':'other'}] | 422",
        "strategic-merge-patch+json | {'data':{'b':'2'}}                   | {'a':'1','b':'2'}",
        "strategic-merge-patch+json | {'data':{'$patch':'replace','b':'2'}} | {'b':'2'}",
      })
  default void patches(String type, String patch, String expected) {
    api().post(api().core("configmaps"), "{'metadata':{'name':'a'},'data':{'a':'1'}}");
    String body = patch.replace('\'', '"');
    Reply patched = api().patch("application/" + type, api().core("configmaps/a"), body);
    if (expected.equals("422")) {
      assertEquals(422, patched.code());
      assertEquals("Invalid", patched.text("/reason"));
    } else {
      assertEquals(200, patched.code());
      assertEquals(json(expected.replace('\'', '"')), patched.body().path("data"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // a known container is merged, and keeps what the patch does not say
        "{'containers':[{'name':'a','image':'i:2'}]} | a=i:2 b=i:1",
        "{'containers':[{'name':'c','image':'i:3'}]} | c=i:3 a=i:1 b=i:1",
        "{'containers':[{'name':'a','$patch':'delete'}]} | b=i:1",
        "{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],"
            + "'containers':[{'name':'b','image':'i:4'}]} | b=i:4 a=i:1",
        "{'containers':[{'$patch':'replace'},{'name':'z','image':'i:9'}]} | z=i:9",
      })
  default void containersMergeByName(String patch, String expected) {
    api()
        .post(
            api().apps("deployments"),
            "{'metadata':{'name':'web'},'spec':{'selector':{'matchLabels':{'app':'web'}},"
                + "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':["
                + "{'name':'a','image':'i:1'},{'name':'b','image':'i:1'}]}}}}");
    String body = "{'spec':{'template':{'spec':" + patch + "}}}";
    Reply patched = api().patch(Api.STRATEGIC, api().apps("deployments/web"), body);
    assertEquals(200, patched.code());
    StringBuilder seen = new StringBuilder();
    patched
        .body()
        .at("/spec/template/spec/containers")
        .forEach(
            container ->
                seen.append(container.path("name").asText())
                    .append('=')
                    .append(container.path("image").asText())
                    .append(' '));
    assertEquals(expected, seen.toString().strip());
  }

  @Test
  default void patchesHaveAKnownType() {
    api().post(api().core("configmaps"), "{'metadata':{'name':'a'}}");
    Reply refused = api().patch("application/x-unknown", api().core("configmaps/a"), "{'x':1}");
    assertEquals(415, refused.code());
    assertEquals("UnsupportedMediaType", refused.text("/reason"));
  }

  @Test
  default void onlyWhatExistsIsPatched() {
    Reply refused = api().patch(Api.MERGE, api().core("configmaps/none"), "{'data':{}}");
    assertEquals(404, refused.code());
  }

  @Test
  default void patchesMayNameTheRevision() {
    Reply made = api().post(api().core("configmaps"), "{'metadata':{'name':'a'}}");
    String body = "{'metadata':{'resourceVersion':'" + made.revision() + "'},'data':{'k':'v'}}";
    assertEquals(200, api().patch(Api.MERGE, api().core("configmaps/a"), body).code());
    Reply refused = api().patch(Api.MERGE, api().core("configmaps/a"), body);
    assertEquals(409, refused.code());
  }
}
