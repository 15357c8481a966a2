package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCertificates;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.yaml.Json;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real API server refuses: by an admission webhook, and to a token that is not valid. */
@RealCluster
class RefusalsIT {
  private TestCluster bed;
  private String namespace;

  @BeforeEach
  void namespace(TestCluster cluster) {
    bed = cluster;
    namespace = cluster.createNamespace();
  }

  private static Actions actions(KubeConnection connection) {
    return new Actions(
        connection.cluster(),
        connection.releases(),
        Renderer.standard(Clock.systemUTC(), warning -> {}),
        connection.lookup(),
        Clock.systemUTC(),
        "test");
  }

  private ReleaseRequest request(String size) {
    Chart chart =
        Charts.ofFiles(
            List.of(
                file("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
                file(
                    "templates/all.yaml",
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: config}
                    data: {size: "{{ .Values.size }}"}
                    """)));
    return new ReleaseRequest(
        "shop",
        namespace,
        chart,
        Map.of("size", size),
        Map.of(),
        ActionPolicy.HELM.change().timeout(Duration.ofSeconds(30)).build());
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  @Test
  void whatAnAdmissionWebhookSaysIsTheReason() throws Exception {
    try (KubeConnection connection =
            KubeConnection.open(bed.kubeconfig(), null, Clock.systemUTC());
        Webhook webhook = new Webhook()) {
      Actions actions = actions(connection);
      assertEquals(ReleaseStatus.DEPLOYED, actions.install(request("1")).status());
      KubeObject configuration = webhook.configuration(namespace);
      connection.cluster().apply(configuration, Cluster.ApplyMode.FORCE);
      try {
        ActionException refused = awaitRefusal(actions);
        assertTrue(
            String.valueOf(refused.getMessage())
                .contains("denied the request: no sizes after six o'clock"),
            refused.getMessage());
      } finally {
        connection.cluster().delete(configuration);
      }
      assertEquals(
          ReleaseStatus.FAILED,
          connection.releases().last(namespace, "shop").orElseThrow().status());
      assertEquals("1", size());
      awaitAdmission();
      assertEquals(ReleaseStatus.DEPLOYED, actions.upgrade(request("3")).status());
      assertEquals("3", size());
    }
  }

  /** The API server learns of a webhook a moment after it was configured. */
  private ActionException awaitRefusal(Actions actions) throws InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        actions.upgrade(request("1"));
      } catch (ActionException refused) {
        return refused;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the webhook was never asked");
  }

  private void awaitAdmission() throws InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        bed.client()
            .configMaps()
            .inNamespace(namespace)
            .withName("config")
            .edit(
                map -> {
                  map.getMetadata().getLabels().put("touched", "yes");
                  return map;
                });
        return;
      } catch (io.fabric8.kubernetes.client.KubernetesClientException refused) {
        Thread.sleep(100);
      }
    }
  }

  private String size() {
    return bed.client()
        .configMaps()
        .inNamespace(namespace)
        .withName("config")
        .get()
        .getData()
        .get("size");
  }

  @Test
  void aTokenThatIsNotValidAnyMoreIsToldAndNothingIsLost() throws Exception {
    KubernetesClient client = bed.client();
    KubeObject.parseAll(
            """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: deployer}}
            """)
        .forEach(
            object ->
                client.resource(Json.printRaw(object.tree())).inNamespace(namespace).create());
    client
        .resource(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: deployer}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
            subjects: [{kind: ServiceAccount, name: deployer}]
            """)
        .inNamespace(namespace)
        .create();
    String token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("deployer")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    try (KubeConnection connection = KubeConnection.ofText(kubeconfig(token), Clock.systemUTC());
        KubeConnection admin = KubeConnection.open(bed.kubeconfig(), null, Clock.systemUTC())) {
      Actions actions = actions(connection);
      assertEquals(ReleaseStatus.DEPLOYED, actions.install(request("1")).status());
      client.serviceAccounts().inNamespace(namespace).withName("deployer").delete();
      ClusterException refused = awaitRefusedToken(actions);
      assertEquals(ClusterException.Reason.FORBIDDEN, refused.reason(), refused.getMessage());
      assertTrue(!String.valueOf(refused.getMessage()).contains(token));
      assertEquals(
          ReleaseStatus.DEPLOYED, admin.releases().last(namespace, "shop").orElseThrow().status());
      assertEquals(ReleaseStatus.DEPLOYED, actions(admin).upgrade(request("2")).status());
      assertEquals("2", size());
    }
  }

  /** The API server remembers for some seconds that a token was valid. */
  private ClusterException awaitRefusedToken(Actions actions) throws InterruptedException {
    for (int attempt = 0; attempt < 60; attempt++) {
      try {
        actions.prepare(request("1"), java.util.Optional.empty());
        actions.history(namespace, "shop");
      } catch (ClusterException refused) {
        return refused;
      }
      Thread.sleep(500);
    }
    throw assertThrows(AssertionError.class, () -> actions.history(namespace, "shop"));
  }

  private String kubeconfig(String token) {
    return bed.kubeconfigText().replaceAll("token: [-0-9a-f]+", "token: " + token);
  }

  /** Refuses whatever is to be changed. */
  private static final class Webhook implements AutoCloseable {
    private final HttpsServer server;
    private final X509Certificate root;

    Webhook() throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      TestCertificates authority =
          new TestCertificates("webhooks", generator.generateKeyPair(), Duration.ofDays(1));
      root = authority.authority();
      KeyPair keys = generator.generateKeyPair();
      X509Certificate own =
          authority.of("webhook", keys, TestCertificates.names(List.of(), List.of("127.0.0.1")));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("own", keys.getPrivate(), new char[0], new Certificate[] {own, root});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext(
          "/",
          exchange -> {
            Object asked = Json.parse(text(exchange.getRequestBody().readAllBytes()));
            Object uid =
                asked instanceof Map<?, ?> review
                        && review.get("request") instanceof Map<?, ?> about
                    ? about.get("uid")
                    : "";
            byte[] answer =
                Json.print(
                        Map.of(
                            "apiVersion",
                            "admission.k8s.io/v1",
                            "kind",
                            "AdmissionReview",
                            "response",
                            Map.of(
                                "uid",
                                String.valueOf(uid),
                                "allowed",
                                false,
                                "status",
                                Map.of("message", "no sizes after six o'clock"))))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
    }

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    KubeObject configuration(String namespace) throws IOException {
      String bundle;
      try {
        String lines =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(root.getEncoded());
        String pem = "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        bundle = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
      } catch (java.security.cert.CertificateEncodingException e) {
        throw new IOException(e);
      }
      return KubeObject.parseAll(
              """
              apiVersion: admissionregistration.k8s.io/v1
              kind: ValidatingWebhookConfiguration
              metadata: {name: %1$s}
              webhooks:
              - name: sizes.%1$s.example.org
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                clientConfig: {url: "https://127.0.0.1:%2$d/", caBundle: %3$s}
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                rules:
                - {apiGroups: [""], apiVersions: [v1], resources: [configmaps], operations: [CREATE, UPDATE]}
              """
                  .formatted(namespace, server.getAddress().getPort(), bundle))
          .get(0);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
