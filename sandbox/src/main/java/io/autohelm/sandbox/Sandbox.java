package io.autohelm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.api.Operations;
import io.autohelm.sandbox.api.Place;
import io.autohelm.sandbox.api.Writing;
import io.autohelm.sandbox.controllers.Controllers;
import io.autohelm.sandbox.http.ApiServer;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.Json;
import java.net.URI;
import java.util.List;

/**
 * A small Kubernetes API in memory, for demos and fast tests. Whoever reaches its loopback port may
 * do everything; nothing is kept after {@link #close}.
 */
public final class Sandbox implements AutoCloseable {
  private final ApiServer server;
  private final Controllers controllers;

  private Sandbox(ApiServer server, Controllers controllers) {
    this.server = server;
    this.controllers = controllers;
  }

  /** Starts a cluster with the usual namespaces and one node. */
  public static Sandbox start(SandboxOptions options) {
    ObjectStore store = new ObjectStore(options.historySize());
    ResourceTypes types = new ResourceTypes();
    Operations operations = new Operations(store, types, options.clock(), options.chance());
    Controllers controllers =
        Controllers.start(store, types, operations, options.clock(), options.delay());
    furnish(types, operations);
    ApiServer server = ApiServer.start(options.port(), types, store, operations, options.clock());
    return new Sandbox(server, controllers);
  }

  private static void furnish(ResourceTypes types, Operations operations) {
    for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      create(types, operations, "v1", "Namespace", "", named(name));
    }
    ObjectNode service = named("kubernetes");
    ObjectNode spec = service.putObject("spec").put("clusterIP", "10.96.0.1");
    spec.putArray("ports")
        .addObject()
        .put("name", "https")
        .put("port", 443)
        .put("targetPort", 6443);
    create(types, operations, "v1", "Service", "default", service);
    ObjectNode node = named("sandbox");
    ObjectNode status = node.putObject("status");
    for (String amount : List.of("capacity", "allocatable")) {
      status.putObject(amount).put("cpu", "1k").put("memory", "4Ti").put("pods", "100k");
    }
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("reason", "KubeletReady");
    create(types, operations, "v1", "Node", "", node);
    ObjectNode storage = named("standard").put("provisioner", "sandbox.autohelm.io/memory");
    Json.child(storage, "metadata", "annotations")
        .put("storageclass.kubernetes.io/is-default-class", "true");
    create(types, operations, "storage.k8s.io/v1", "StorageClass", "", storage);
  }

  private static ObjectNode named(String name) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static void create(
      ResourceTypes types,
      Operations operations,
      String apiVersion,
      String kind,
      String namespace,
      ObjectNode object) {
    object.put("apiVersion", apiVersion).put("kind", kind);
    types
        .ofKind(apiVersion, kind)
        .ifPresent(
            type ->
                operations.create(
                    Place.of(type, namespace, ""), object, Writing.as("kube-apiserver")));
  }

  /** Where the API is: {@code http://127.0.0.1:PORT}. */
  public URI address() {
    return server.address();
  }

  /** A kubeconfig (YAML) with this cluster as its current context. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: sandbox
          cluster:
            server: %s
        users:
        - name: sandbox
          user: {}
        contexts:
        - name: sandbox
          context:
            cluster: sandbox
            user: sandbox
            namespace: default
        current-context: sandbox
        """
        .formatted(address());
  }

  /** Ends the API with everything in it. */
  @Override
  public void close() {
    controllers.close();
    server.close();
  }
}
