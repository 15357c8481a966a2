package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.api.Deletion;
import io.autohelm.sandbox.api.Operations;
import io.autohelm.sandbox.api.Place;
import io.autohelm.sandbox.api.Writing;
import io.autohelm.sandbox.api.Written;
import io.autohelm.sandbox.http.ApiServer.Answer;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.store.Selector;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Requests about objects: paths to places, methods to verbs. */
final class Resources implements AutoCloseable {
  private static final Base64.Encoder TOKENS = Base64.getUrlEncoder().withoutPadding();

  /** Kinds whose deletion answers with the object; others answer with a Status. */
  private static final Set<String> SHOWN_AT_THE_END =
      Set.of(
          "pods",
          "services",
          "serviceaccounts",
          "podtemplates",
          "resourcequotas",
          "persistentvolumes",
          "persistentvolumeclaims",
          "storageclasses.storage.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io");

  private static final Set<String> RICHLY_SELECTABLE =
      Set.of(
          "pods",
          "events",
          "nodes",
          "namespaces",
          "secrets",
          "jobs",
          "replicasets",
          "replicationcontrollers",
          "certificatesigningrequests");

  private final ResourceTypes types;
  private final ObjectStore store;
  private final Operations operations;
  private final Forms forms;
  private final Watching watching;

  Resources(ResourceTypes types, ObjectStore store, Operations operations, Clock clock) {
    this.types = types;
    this.store = store;
    this.operations = operations;
    this.forms = new Forms(clock);
    this.watching = new Watching(store, forms);
  }

  @Override
  public void close() {
    watching.close();
  }

  void serve(Request request, List<String> path, Answer answer) throws IOException {
    boolean core = path.get(0).equals("api");
    String group = core ? "" : path.get(1);
    String version = path.get(core ? 1 : 2);
    List<String> rest = path.subList(core ? 2 : 3, path.size());
    boolean watch = request.flag("watch");
    if (rest.get(0).equals("watch") && rest.size() > 1) {
      watch = true;
      rest = rest.subList(1, rest.size());
    }
    Place place = place(group, version, rest);
    if (!place.subresource().isEmpty()) {
      subresource(request, place, answer);
    } else if (request.method().equals("GET")) {
      read(request, place, watch, answer);
    } else {
      write(request, place, answer);
    }
  }

  private Place place(String group, String version, List<String> rest) {
    String namespace = "";
    List<String> parts = rest;
    if (parts.get(0).equals("namespaces") && parts.size() > 2) {
      boolean own =
          group.isEmpty()
              && parts.size() == 3
              && (parts.get(2).equals("status") || parts.get(2).equals("finalize"));
      if (!own) {
        namespace = parts.get(1);
        parts = parts.subList(2, parts.size());
      }
    }
    ResourceType type =
        types.find(group, version, parts.get(0)).orElseThrow(ApiFailure::noSuchPath);
    String name = parts.size() > 1 ? parts.get(1) : "";
    String subresource = parts.size() > 2 ? parts.get(2) : "";
    boolean misplaced = !namespace.isEmpty() && !type.namespaced();
    boolean nameless = type.namespaced() && namespace.isEmpty() && !name.isEmpty();
    if (misplaced || nameless || (!subresource.isEmpty() && !type.has(subresource))) {
      throw ApiFailure.noSuchPath();
    }
    return new Place(type, namespace, name, subresource);
  }

  private void read(Request request, Place place, boolean watch, Answer answer) throws IOException {
    requireVerb(place, place.name().isEmpty() ? "list" : "get");
    if (watch && request.wantsWebSocket()) {
      // 200 without an upgrade makes clients watch over plain HTTP.
      answer.bytes(200, "application/json", new byte[0]);
    } else if (watch) {
      watching.watch(request, place, answer);
    } else if (place.name().isEmpty()) {
      answer.json(200, list(request, place));
    } else {
      ObjectNode object = Operations.versioned(operations.get(place), place.type());
      answer.json(200, forms.one(request, place.type(), object));
    }
  }

  private ObjectNode list(Request request, Place place) {
    Predicate<ObjectNode> selected =
        Selector.labels(request.query("labelSelector"))
            .and(Selector.fields(request.query("fieldSelector"), richlySelectable(place.type())));
    int limit = request.number("limit");
    String after =
        new String(
            Base64.getUrlDecoder().decode(request.query("continue")), StandardCharsets.UTF_8);
    return store.atomically(
        () -> {
          List<ObjectNode> found = new ArrayList<>();
          for (ObjectNode object : store.list(place.type().bucket(), place.namespace())) {
            if (selected.test(object) && (after.isEmpty() || key(object).compareTo(after) > 0)) {
              found.add(Operations.versioned(object, place.type()));
            }
          }
          ObjectNode metadata = Json.object();
          metadata.put("resourceVersion", Long.toString(store.revision()));
          List<ObjectNode> page = found;
          if (limit > 0 && found.size() > limit) {
            page = found.subList(0, limit);
            String last = key(page.get(limit - 1));
            metadata.put("continue", TOKENS.encodeToString(last.getBytes(StandardCharsets.UTF_8)));
            metadata.put("remainingItemCount", found.size() - limit);
          }
          return forms.list(request, place.type(), page, metadata);
        });
  }

  /** Kinds that are selected by more of their fields than name and namespace. */
  static boolean richlySelectable(ResourceType type) {
    return type.custom() || RICHLY_SELECTABLE.contains(type.plural());
  }

  private static String key(JsonNode object) {
    return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
  }

  private void write(Request request, Place place, Answer answer) throws IOException {
    boolean collection = place.name().isEmpty();
    Writing writing = request.writing();
    switch (request.method()) {
      case "POST" -> {
        if (!collection) {
          throw ApiFailure.methodNotAllowed();
        }
        requireVerb(place, "create");
        create(request, place, writing, answer);
      }
      case "PUT" -> {
        requireVerb(place, collection ? "none" : "update");
        written(request, place, operations.update(place, request.object(), writing), answer);
      }
      case "PATCH" -> {
        requireVerb(place, collection ? "none" : "patch");
        written(
            request,
            place,
            operations.patch(place, request.mediaType(), request.body(), writing),
            answer);
      }
      case "DELETE" -> {
        requireVerb(place, collection ? "deletecollection" : "delete");
        if (collection) {
          deleteAll(request, place, answer);
        } else {
          delete(request, place, answer);
        }
      }
      default -> throw ApiFailure.methodNotAllowed();
    }
  }

  private void create(Request request, Place place, Writing writing, Answer answer)
      throws IOException {
    ObjectNode body = request.object();
    ObjectNode review = Reviews.answer(place.type(), body);
    if (review != null) {
      answer.json(201, review);
      return;
    }
    Place within = place;
    if (place.type().namespaced() && place.namespace().isEmpty()) {
      throw ApiFailure.methodNotAllowed();
    }
    written(request, place, operations.create(within, body, writing), answer);
  }

  private void written(Request request, Place place, Written written, Answer answer)
      throws IOException {
    for (String warning : written.warnings()) {
      String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
      answer.header("Warning", "299 - \"" + quoted + "\"");
    }
    answer.json(written.created() ? 201 : 200, forms.one(request, place.type(), written.object()));
  }

  private static ObjectNode options(Request request) {
    ObjectNode options =
        request.body() instanceof ObjectNode object ? object.deepCopy() : Json.object();
    for (String name : List.of("propagationPolicy", "gracePeriodSeconds")) {
      if (!options.has(name) && !request.query(name).isEmpty()) {
        options.put(name, request.query(name));
      }
    }
    if (!options.has("orphanDependents") && !request.query("orphanDependents").isEmpty()) {
      options.put("orphanDependents", request.flag("orphanDependents"));
    }
    return options;
  }

  private static boolean dryRun(Request request, ObjectNode options) {
    return request.dryRun() || options.path("dryRun").path(0).asText().equals("All");
  }

  private void delete(Request request, Place place, Answer answer) throws IOException {
    ObjectNode options = options(request);
    Deletion.Deleted deleted = operations.delete(place, options, dryRun(request, options));
    ResourceType type = place.type();
    if (!deleted.gone() || SHOWN_AT_THE_END.contains(type.qualifiedName())) {
      ObjectNode object = Operations.versioned(deleted.object(), type);
      answer.json(200, forms.one(request, type, object));
      return;
    }
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    ObjectNode details = status.put("status", "Success").putObject("details");
    details.put("name", place.name());
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    details.put("uid", Json.text(deleted.object(), "metadata", "uid"));
    answer.json(200, status);
  }

  private void deleteAll(Request request, Place place, Answer answer) throws IOException {
    ObjectNode options = options(request);
    boolean dryRun = dryRun(request, options);
    ObjectNode result =
        store.atomically(
            () -> {
              ObjectNode list = list(request, place);
              for (JsonNode item : list.path("items")) {
                Place one =
                    Place.of(
                        place.type(),
                        Json.text(item, "metadata", "namespace"),
                        Json.text(item, "metadata", "name"));
                if (store.get(one.type().bucket(), one.namespace(), one.name()).isPresent()) {
                  operations.delete(one, options, dryRun);
                }
              }
              return list;
            });
    answer.json(200, result);
  }

  private void subresource(Request request, Place place, Answer answer) throws IOException {
    switch (place.subresource()) {
      case "scale" -> scale(request, place, answer);
      case "log" -> {
        operations.get(place);
        answer.text("the sandbox runs no containers\n");
      }
      case "eviction" -> {
        operations.delete(object(place), Json.object(), request.dryRun());
        answer.json(201, Json.object().put("kind", "Status").put("status", "Success"));
      }
      case "token" -> answer.json(201, Reviews.token(request.object()));
      default -> {
        // finalize, approval and ephemeralcontainers write the object itself
        Place target = place.subresource().equals("status") ? place : object(place);
        switch (request.method()) {
          case "GET" -> read(request, object(place), false, answer);
          case "PUT", "PATCH" -> write(request, target, answer);
          default -> throw ApiFailure.methodNotAllowed();
        }
      }
    }
  }

  private static Place object(Place place) {
    return Place.of(place.type(), place.namespace(), place.name());
  }

  private void scale(Request request, Place place, Answer answer) throws IOException {
    Place target = object(place);
    if (request.method().equals("GET")) {
      answer.json(200, Scale.of(operations.get(target)));
      return;
    }
    Writing writing = request.writing();
    Place scaled = new Place(place.type(), place.namespace(), place.name(), "scale");
    ObjectNode patch =
        switch (request.method()) {
          case "PUT" -> Scale.patch(request.object());
          case "PATCH" -> Scale.patch(request.body());
          default -> throw ApiFailure.methodNotAllowed();
        };
    Written written = operations.patch(scaled, "application/merge-patch+json", patch, writing);
    answer.json(200, Scale.of(written.object()));
  }

  private static void requireVerb(Place place, String verb) {
    if (!place.type().verbs().contains(verb)) {
      throw ApiFailure.methodNotAllowed();
    }
  }
}
