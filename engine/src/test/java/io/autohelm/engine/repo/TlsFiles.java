package io.autohelm.engine.repo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of its own with a server and clients, as PEM files in a folder. */
final class TlsFiles {
  private static final X500Name AUTHORITY = new X500Name("CN=test authority");

  private final Path folder;
  private final KeyPair authority;
  private final X509Certificate root;

  private TlsFiles(Path folder, KeyPair authority, X509Certificate root) {
    this.folder = folder;
    this.authority = authority;
    this.root = root;
  }

  /** Writes {@code ca.crt}. */
  static TlsFiles in(Path folder) throws Exception {
    KeyPair keys = keys("RSA");
    JcaX509v3CertificateBuilder builder = builder(1, AUTHORITY, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    X509Certificate root = signed(builder, keys);
    TlsFiles files = new TlsFiles(folder, keys, root);
    pem(folder.resolve("ca.crt"), "CERTIFICATE", root.getEncoded());
    return files;
  }

  private static KeyPair keys(String kind) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    if (kind.equals("RSA")) {
      generator.initialize(2048);
    } else if (kind.equals("EC")) {
      generator.initialize(256);
    }
    return generator.generateKeyPair();
  }

  /**
   * Writes {@code client.crt} and {@code client.key}.
   *
   * @param form {@code PKCS8}, or the kind's older form
   */
  void client(String kind, String form) throws Exception {
    KeyPair keys = keys(kind);
    pem(
        folder.resolve("client.crt"),
        "CERTIFICATE",
        signed(builder(3, new X500Name("CN=bot"), keys), authority).getEncoded());
    byte[] key = keys.getPrivate().getEncoded();
    if (form.equals("PKCS8")) {
      pem(folder.resolve("client.key"), "PRIVATE KEY", key);
    } else {
      byte[] older =
          PrivateKeyInfo.getInstance(key).parsePrivateKey().toASN1Primitive().getEncoded();
      if (kind.equals("EC")) {
        // The JDK leaves the curve out of the inner form; openssl writes it there.
        older = withCurve(older);
      }
      pem(folder.resolve("client.key"), kind + " PRIVATE KEY", older);
    }
  }

  private static byte[] withCurve(byte[] sec1) {
    byte[] curve = {
      (byte) 0xa0, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07
    };
    // A sequence of the version, the number of 32 bytes and now the curve's name.
    byte[] number = Arrays.copyOfRange(sec1, 2, 2 + 3 + 2 + 32);
    byte[] all = new byte[2 + number.length + curve.length];
    all[0] = 0x30;
    all[1] = (byte) (number.length + curve.length);
    System.arraycopy(number, 0, all, 2, number.length);
    System.arraycopy(curve, 0, all, 2 + number.length, curve.length);
    return all;
  }

  /** A server's side: its certificate is for 127.0.0.1, its clients must be the authority's. */
  SSLContext server() throws Exception {
    KeyPair keys = keys("EC");
    JcaX509v3CertificateBuilder builder = builder(2, new X500Name("CN=server"), keys);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    X509Certificate certificate = signed(builder, authority);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "server", keys.getPrivate(), new char[0], new Certificate[] {certificate, root});
    store.setCertificateEntry("root", root);
    KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ours.init(store, new char[0]);
    TrustManagerFactory theirs =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    theirs.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
    return context;
  }

  private static JcaX509v3CertificateBuilder builder(int serial, X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        BigInteger.valueOf(serial),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofDays(1))),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair authority)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withRSA").build(authority.getPrivate())));
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
  }
}
