package io.autohelm.engine.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificates and keys of one cluster, written into its folder. */
final class Certificates {
  private static final X500Name AUTHORITY = new X500Name("CN=autohelm-testbed");
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
      X509Certificate root = authority(authority);
      pem(folder.resolve("ca.crt"), "CERTIFICATE", root.getEncoded());
      pem(folder.resolve("api.crt"), "CERTIFICATE", server(authority, server).getEncoded());
      pem(folder.resolve("api.key"), "PRIVATE KEY", server.getPrivate().getEncoded());
      pem(folder.resolve("sa.key"), "PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded());
      return root;
    } catch (GeneralSecurityException | OperatorCreationException failure) {
      throw new IOException("making the cluster's certificates failed", failure);
    }
  }

  private static X509Certificate authority(KeyPair keys)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder = builder(1, AUTHORITY, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return signed(builder, keys);
  }

  private static X509Certificate server(KeyPair authority, KeyPair keys)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder = builder(2, new X500Name("CN=kube-apiserver"), keys);
    GeneralName[] names = new GeneralName[NAMES.size() + ADDRESSES.size()];
    int at = 0;
    for (String name : NAMES) names[at++] = new GeneralName(GeneralName.dNSName, name);
    for (String address : ADDRESSES) names[at++] = new GeneralName(GeneralName.iPAddress, address);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    return signed(builder, authority);
  }

  private static JcaX509v3CertificateBuilder builder(int serial, X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        BigInteger.valueOf(serial),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofDays(30))),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair authority)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
  }
}
