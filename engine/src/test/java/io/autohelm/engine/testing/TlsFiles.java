package io.autohelm.engine.testing;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** An authority of its own with a server and clients, as PEM files in a folder. */
public final class TlsFiles {
  private final Path folder;
  private final TestCertificates authority;
  private final X509Certificate root;

  private TlsFiles(Path folder, TestCertificates authority, X509Certificate root) {
    this.folder = folder;
    this.authority = authority;
    this.root = root;
  }

  /** Writes {@code ca.crt}. */
  public static TlsFiles in(Path folder) throws Exception {
    TestCertificates authority =
        new TestCertificates("test authority", keys("RSA"), Duration.ofDays(1));
    X509Certificate root = authority.authority();
    TlsFiles files = new TlsFiles(folder, authority, root);
    TestCertificates.pem(folder.resolve("ca.crt"), "CERTIFICATE", root.getEncoded());
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
  public void client(String kind, String form) throws Exception {
    KeyPair keys = keys(kind);
    TestCertificates.pem(
        folder.resolve("client.crt"), "CERTIFICATE", authority.of("bot", keys).getEncoded());
    byte[] key = keys.getPrivate().getEncoded();
    if (form.equals("PKCS8")) {
      TestCertificates.pem(folder.resolve("client.key"), "PRIVATE KEY", key);
    } else {
      byte[] older =
          PrivateKeyInfo.getInstance(key).parsePrivateKey().toASN1Primitive().getEncoded();
      if (kind.equals("EC")) {
        // The JDK leaves the curve out of the inner form; openssl writes it there.
        older = withCurve(older);
      }
      TestCertificates.pem(folder.resolve("client.key"), kind + " PRIVATE KEY", older);
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
  public SSLContext server() throws Exception {
    KeyPair keys = keys("EC");
    X509Certificate certificate =
        authority.of("server", keys, TestCertificates.names(List.of(), List.of("127.0.0.1")));
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
}
