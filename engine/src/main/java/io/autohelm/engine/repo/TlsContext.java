package io.autohelm.engine.repo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in PEM files, as the JDK wants them. */
public final class TlsContext {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (RSA |EC |ENCRYPTED )?PRIVATE KEY-----([^-]*)-----END [A-Z ]*-----");
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };
  private static final byte[] EC_OID = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private TlsContext() {}

  /** The context for these files; null where the system's will do. */
  static @Nullable SSLContext of(RepositoryAccess.Tls tls) {
    if (tls.equals(RepositoryAccess.Tls.SYSTEM)) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(ours(tls), trusted(tls), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new RepositoryException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /**
   * What proves to the server who we are; null where it does not ask.
   *
   * @throws RepositoryException when a file cannot be used
   */
  public static KeyManager @Nullable [] ours(RepositoryAccess.Tls tls) {
    Path certificate = tls.certFile();
    Path key = tls.keyFile();
    if ((certificate == null) != (key == null)) {
      throw new RepositoryException("a client certificate needs both its file and its key's file");
    }
    try {
      return certificate == null || key == null ? null : ours(certificate, key);
    } catch (GeneralSecurityException e) {
      throw new RepositoryException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /**
   * Who is believed to be the server; null for whom the system believes.
   *
   * @throws RepositoryException when a file cannot be used
   */
  public static TrustManager @Nullable [] trusted(RepositoryAccess.Tls tls) {
    Path ca = tls.caFile();
    try {
      return tls.unverified()
          ? new TrustManager[] {new Everybody()}
          : ca == null ? null : trusting(ca);
    } catch (GeneralSecurityException e) {
      throw new RepositoryException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new RepositoryException("there are no certificates in " + file);
      }
      return found;
    } catch (IOException e) {
      throw new RepositoryException(
          "cannot read the certificates in " + file + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore store() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static TrustManager[] trusting(Path ca) throws GeneralSecurityException {
    KeyStore store = store();
    int number = 0;
    for (Certificate certificate : certificates(ca)) {
      store.setCertificateEntry("given-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] ours(Path certificate, Path key) throws GeneralSecurityException {
    KeyStore store = store();
    char[] none = new char[0];
    store.setKeyEntry(
        "ours", privateKey(key), none, certificates(certificate).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new RepositoryException("cannot read the key in file " + file, e);
    }
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new RepositoryException("there is no private key in PEM form in " + file);
    }
    String kind = matcher.group(1) == null ? "" : matcher.group(1).strip();
    if (kind.equals("ENCRYPTED") || matcher.group(2).contains("ENCRYPTED")) {
      throw new RepositoryException(
          "the key in " + file + " has a passphrase, which cannot be asked for: remove it");
    }
    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
    byte[] wrapped =
        switch (kind) {
          case "RSA" -> wrapped(RSA, der);
          case "EC" -> wrapped(tagged(0x30, joined(EC_OID, curve(der, file))), der);
          default -> der;
        };
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(wrapped));
      } catch (InvalidKeySpecException e) {
        // Of another kind.
      }
    }
    throw new RepositoryException("the key in " + file + " is of a kind that is not known");
  }

  /** PKCS #8 around the older forms: version, algorithm, and the older form as it is. */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    byte[] version = {2, 1, 0};
    return tagged(0x30, joined(version, algorithm, tagged(4, key)));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** The name of the curve that a SEC 1 key holds behind its number: tag 0 around an identifier. */
  private static byte[] curve(byte[] key, Path file) {
    int at = key.length > 2 && (key[1] & 0x80) != 0 ? 2 + (key[1] & 0x7f) : 2;
    List<Integer> tags = new ArrayList<>();
    while (at + 1 < key.length && tags.size() < 4) {
      int length = key[at + 1] & 0xff;
      tags.add((int) key[at]);
      if (key[at] == (byte) 0xa0 && at + 2 + length <= key.length) {
        return Arrays.copyOfRange(key, at + 2, at + 2 + length);
      }
      at += 2 + length;
    }
    throw new RepositoryException("the key in " + file + " does not name its curve");
  }

  /** Trusts whom it meets, by whatever name: only where that was asked for in so many words. */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
