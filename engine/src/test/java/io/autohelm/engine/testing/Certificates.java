package io.autohelm.engine.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;

/** The certificates and keys of one cluster, written into its folder. */
final class Certificates {
  private static final List<String> NAMES = List.of("localhost", "kubernetes.default.svc");
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "10.96.0.1");

  private Certificates() {}

  /**
   * Writes {@code ca.crt}, {@code api.crt}, {@code api.key} and the service accounts' {@code
   * sa.key}.
   */
  static X509Certificate writeInto(Path folder) throws IOException {
    try {
      KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
      curve.initialize(256);
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      KeyPair authority = curve.generateKeyPair();
      KeyPair server = curve.generateKeyPair();
      TestCertificates signed =
          new TestCertificates("autohelm-testbed", authority, Duration.ofDays(30));
      X509Certificate root = signed.authority();
      X509Certificate its =
          signed.of("kube-apiserver", server, TestCertificates.names(NAMES, ADDRESSES));
      TestCertificates.pem(folder.resolve("ca.crt"), "CERTIFICATE", root.getEncoded());
      TestCertificates.pem(folder.resolve("api.crt"), "CERTIFICATE", its.getEncoded());
      TestCertificates.pem(
          folder.resolve("api.key"), "PRIVATE KEY", server.getPrivate().getEncoded());
      TestCertificates.pem(
          folder.resolve("sa.key"), "PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded());
      return root;
    } catch (GeneralSecurityException | OperatorCreationException failure) {
      throw new IOException("making the cluster's certificates failed", failure);
    }
  }
}
