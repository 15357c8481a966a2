package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoStrings;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Private keys and certificates. */
final class Certificates {
  private static final int CERTIFICATE_KEY_BITS = 2048;
  private static final int PRIVATE_KEY_BITS = 4096;
  private static final int SERIAL_BITS = 128;
  private static final int KEY_ID_LENGTH = 20;

  private final Clock clock;
  private final SecureRandom random;

  Certificates(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  void addTo(Table table) {
    table.add("genPrivateKey", "string", a -> privateKey(a.string(0)));
    table.add("buildCustomCert", "string, string", a -> custom(a.string(0), a.string(1)));
    table.add("genCA", "string, int", a -> authority(a.string(0), a.number(1), newKey()));
    table.add(
        "genCAWithKey",
        "string, int, string",
        a -> authority(a.string(0), a.number(1), givenKey(a.string(2))));
    table.add("genSelfSignedCert", "string, []any, []any, int", a -> selfSigned(a, newKey()));
    table.add(
        "genSelfSignedCertWithKey",
        "string, []any, []any, int, string",
        a -> selfSigned(a, givenKey(a.string(4))));
    table.add(
        "genSignedCert",
        "string, []any, []any, int, " + GoCertificate.TYPE,
        a -> signed(a, newKey()));
    table.add(
        "genSignedCertWithKey",
        "string, []any, []any, int, " + GoCertificate.TYPE + ", string",
        a -> signed(a, givenKey(a.string(5))));
  }

  private KeyPair newKey() {
    return PemKeys.generate("RSA", CERTIFICATE_KEY_BITS, random);
  }

  private static KeyPair givenKey(String pem) {
    try {
      return PemKeys.parse(pem);
    } catch (GoError e) {
      throw new GoError("parsing private key: " + e.getMessage(), e);
    }
  }

  private String privateKey(String type) {
    return switch (type) {
      case "", "rsa" -> PemKeys.pem(PemKeys.generate("RSA", PRIVATE_KEY_BITS, random));
      case "dsa" -> PemKeys.pem(PemKeys.generate("DSA", CERTIFICATE_KEY_BITS, random));
      case "ecdsa" -> PemKeys.pem(PemKeys.generate("EC", 0, random));
      case "ed25519" -> PemKeys.pem(PemKeys.generate("Ed25519", 0, random));
      default -> "Unknown type " + type;
    };
  }

  private static GoCertificate custom(String encodedCert, String encodedKey) {
    byte[] cert = Encodings.base64(encodedCert);
    if (cert == null) {
      throw new GoError("unable to decode base64 certificate");
    }
    byte[] key = Encodings.base64(encodedKey);
    if (key == null) {
      throw new GoError("unable to decode base64 private key");
    }
    String certText = GoStrings.decode(cert);
    certificate(certText, "decodedCert.Bytes");
    String keyText = GoStrings.decode(key);
    try {
      PemKeys.parse(keyText);
    } catch (GoError e) {
      throw new GoError("error parsing private key: " + e.getMessage(), e);
    }
    return new GoCertificate(certText, keyText);
  }

  private static X509CertificateHolder certificate(String pem, String what) {
    PemObject block = PemKeys.read(pem);
    if (block == null) {
      throw new GoError("unable to decode certificate");
    }
    try {
      return new X509CertificateHolder(block.getContent());
    } catch (IOException e) {
      throw new GoError("error parsing certificate: " + what + ": " + e.getMessage(), e);
    }
  }

  /** Who signs: a name, a key, and the identifier of that key if there is one. */
  private record Signer(X500Name name, PrivateKey key, @Nullable SubjectKeyIdentifier keyId) {}

  private GoCertificate authority(String commonName, long days, KeyPair pair) {
    X500Name name = name(commonName);
    return issue(
        name, new GeneralName[0], days, pair, new Signer(name, pair.getPrivate(), null), true);
  }

  private GoCertificate selfSigned(Args a, KeyPair pair) {
    X500Name name = name(a.string(0));
    Signer signer = new Signer(name, pair.getPrivate(), null);
    return issue(name, alternatives(a), a.number(3), pair, signer, false);
  }

  private GoCertificate signed(Args a, KeyPair pair) {
    GoCertificate authority = (GoCertificate) a.some(4);
    X509CertificateHolder holder = certificate(authority.cert(), "decodedSignerCert.Bytes");
    KeyPair key;
    try {
      key = PemKeys.parse(authority.key());
    } catch (GoError e) {
      throw new GoError("error parsing private key: " + e.getMessage(), e);
    }
    SubjectKeyIdentifier id =
        holder.getExtensions() == null
            ? null
            : SubjectKeyIdentifier.fromExtensions(holder.getExtensions());
    Signer signer = new Signer(holder.getSubject(), key.getPrivate(), id);
    return issue(name(a.string(0)), alternatives(a), a.number(3), pair, signer, false);
  }

  private static X500Name name(String commonName) {
    X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
    if (!commonName.isEmpty()) {
      builder.addRDN(BCStyle.CN, commonName);
    }
    return builder.build();
  }

  /** The DNS names and addresses of the arguments, in the order in which Go writes them. */
  private static GeneralName[] alternatives(Args a) {
    List<GeneralName> addresses = new ArrayList<>();
    for (Object address : items(a, 1)) {
      if (!(address instanceof String text)) {
        throw new GoError("error parsing ip: " + GoFormat.text(address) + " is not a string");
      }
      if (!IPAddress.isValid(text)) {
        throw new GoError("error parsing ip: " + text);
      }
      addresses.add(new GeneralName(GeneralName.iPAddress, text));
    }
    List<GeneralName> names = new ArrayList<>();
    for (Object name : items(a, 2)) {
      if (!(name instanceof String text)) {
        throw new GoError(
            "error processing alternate dns name: " + GoFormat.text(name) + " is not a string");
      }
      names.add(new GeneralName(GeneralName.dNSName, text));
    }
    names.addAll(addresses);
    return names.toArray(GeneralName[]::new);
  }

  private static List<?> items(Args a, int index) {
    return a.any(index) instanceof List<?> list ? list : GoList.nil();
  }

  private GoCertificate issue(
      X500Name subject,
      GeneralName[] alternatives,
      long days,
      KeyPair pair,
      Signer signer,
      boolean authority) {
    Instant now = clock.instant();
    SubjectPublicKeyInfo open = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            signer.name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now),
            Date.from(now.plus(Duration.ofDays(days))),
            subject,
            open);
    try {
      int usage = KeyUsage.keyEncipherment | KeyUsage.digitalSignature;
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(authority ? usage | KeyUsage.keyCertSign : usage));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (authority) {
        byte[] id =
            Arrays.copyOf(
                Hashes.digest("SHA-256", open.getPublicKeyData().getBytes()), KEY_ID_LENGTH);
        builder.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(id));
      }
      if (signer.keyId != null && !signer.name.equals(subject)) {
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(signer.keyId.getKeyIdentifier()));
      }
      if (alternatives.length > 0) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      }
      byte[] encoded =
          builder
              .build(new JcaContentSignerBuilder(signature(signer.key)).build(signer.key))
              .getEncoded();
      return new GoCertificate(PemKeys.pem("CERTIFICATE", encoded), PemKeys.pem(pair));
    } catch (IOException | OperatorCreationException e) {
      throw new GoError("error creating certificate: " + e.getMessage(), e);
    }
  }

  private static String signature(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "DSA" ->
          throw new GoError(
              "error creating certificate: x509: certificate private key does not implement"
                  + " crypto.Signer");
      default -> "Ed25519";
    };
  }
}
