package io.autohelm.engine.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
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

/** An authority for one test, or one cluster of tests, and the certificates that it signs. */
public final class TestCertificates {
  private final X500Name name;
  private final KeyPair keys;
  private final Duration validity;
  private int serial;

  /**
   * @param keys of the authority, RSA or EC
   */
  public TestCertificates(String name, KeyPair keys, Duration validity) {
    this.name = new X500Name("CN=" + name);
    this.keys = keys;
    this.validity = validity;
  }

  /** The authority's own certificate. */
  public X509Certificate authority()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder = builder(name, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return signed(builder);
  }

  /**
   * A certificate for somebody.
   *
   * @param names whose server it is, as DNS names or addresses; none for a client
   */
  public X509Certificate of(String subject, KeyPair its, GeneralName... names)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=" + subject), its);
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return signed(builder);
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair its) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(++serial),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(validity)),
        subject,
        its.getPublic());
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    String algorithm =
        "SHA256with" + (keys.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
  }

  /** Names of a server as its certificate has them. */
  public static GeneralName[] names(List<String> dns, List<String> addresses) {
    GeneralName[] names = new GeneralName[dns.size() + addresses.size()];
    int at = 0;
    for (String each : dns) {
      names[at++] = new GeneralName(GeneralName.dNSName, each);
    }
    for (String each : addresses) {
      names[at++] = new GeneralName(GeneralName.iPAddress, each);
    }
    return names;
  }

  /**
   * Writes a PEM file.
   *
   * @param kind for example {@code CERTIFICATE} or {@code PRIVATE KEY}
   */
  public static void pem(Path file, String kind, byte[] content) throws IOException {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
  }
}
