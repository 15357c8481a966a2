package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.DSAPrivateKeySpec;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** Private keys made, and written and read as PEM in the forms that Go uses. */
final class PemKeys {
  private PemKeys() {}

  static KeyPair generate(String algorithm, int bits, SecureRandom random) {
    if (algorithm.equals("RSA")) {
      return RsaKeys.generate(bits, random);
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      } else if (bits > 0) {
        generator.initialize(bits, random);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java makes keys for " + algorithm, e);
    }
  }

  static String pem(String type, byte[] bytes) {
    StringWriter out = new StringWriter();
    try (PemWriter writer = new PemWriter(out)) {
      writer.writeObject(new PemObject(type, bytes));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  static @Nullable PemObject read(String pem) {
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      return reader.readPemObject();
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The private key in the form that its kind has had longest. */
  static String pem(KeyPair pair) {
    PrivateKey key = pair.getPrivate();
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
      if (key instanceof RSAPrivateCrtKey) {
        return pem("RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded());
      }
      if (key instanceof DSAPrivateKey dsa && pair.getPublic() instanceof DSAPublicKey open) {
        return pem("DSA PRIVATE KEY", dsaSequence(dsa, open).getEncoded());
      }
      if (pair.getPublic() instanceof ECPublicKey) {
        ECPrivateKey inner = ECPrivateKey.getInstance(info.parsePrivateKey());
        ASN1ObjectIdentifier curve =
            ASN1ObjectIdentifier.getInstance(info.getPrivateKeyAlgorithm().getParameters());
        SubjectPublicKeyInfo open = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        int bits = ECNamedCurveTable.getByOID(curve).getN().bitLength();
        ECPrivateKey whole =
            new ECPrivateKey(
                bits, inner.getKey(), new DERBitString(open.getPublicKeyData().getBytes()), curve);
        return pem("EC PRIVATE KEY", whole.getEncoded());
      }
      return pem("PRIVATE KEY", key.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a key that was made can be written", e);
    }
  }

  private static DERSequence dsaSequence(DSAPrivateKey key, DSAPublicKey open) {
    return new DERSequence(
        new ASN1Encodable[] {
          new ASN1Integer(0),
          new ASN1Integer(key.getParams().getP()),
          new ASN1Integer(key.getParams().getQ()),
          new ASN1Integer(key.getParams().getG()),
          new ASN1Integer(open.getY()),
          new ASN1Integer(key.getX())
        });
  }

  /**
   * Reads a private key and works out its public one.
   *
   * @throws GoError in Sprig's words
   */
  static KeyPair parse(String pem) {
    PemObject block = read(pem);
    if (block == null) {
      throw new GoError("no PEM data in input");
    }
    String type = block.getType();
    try {
      if (type.equals("PRIVATE KEY")) {
        return pair(PrivateKeyInfo.getInstance(block.getContent()));
      }
      if (!type.endsWith(" PRIVATE KEY")) {
        throw new GoError("no private key data in PEM block of type " + type);
      }
      return switch (type) {
        case "RSA PRIVATE KEY" ->
            pair(
                new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    ASN1Sequence.getInstance(block.getContent())));
        case "EC PRIVATE KEY" -> {
          ECPrivateKey key = ECPrivateKey.getInstance(block.getContent());
          yield pair(
              new PrivateKeyInfo(
                  new AlgorithmIdentifier(
                      X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                  key));
        }
        case "DSA PRIVATE KEY" -> dsaPair(ASN1Sequence.getInstance(block.getContent()));
        default ->
            throw new GoError(
                "invalid private key type "
                    + type.substring(0, type.length() - " PRIVATE KEY".length()));
      };
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      String what =
          type.equals("PRIVATE KEY")
              ? "decoding PEM as PKCS#8: "
              : "parsing " + type.substring(0, type.indexOf(' ')) + " private key from PEM: ";
      throw new GoError(what + e.getMessage(), e);
    }
  }

  private static KeyPair pair(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId())) {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
      RSAPrivateCrtKey crt = (RSAPrivateCrtKey) key;
      PublicKey open =
          factory.generatePublic(new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent()));
      return new KeyPair(open, key);
    }
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey.getId())) {
      KeyFactory factory = KeyFactory.getInstance("EC");
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
      return new KeyPair(factory.generatePublic(ecPublic(info)), key);
    }
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    Ed25519PrivateKeyParameters parameters =
        (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(info);
    byte[] open =
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(parameters.generatePublicKey())
            .getEncoded();
    return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(open)), key);
  }

  private static X509EncodedKeySpec ecPublic(PrivateKeyInfo info) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
    ASN1ObjectIdentifier curve =
        ASN1ObjectIdentifier.getInstance(info.getPrivateKeyAlgorithm().getParameters());
    X9ECParameters parameters = ECNamedCurveTable.getByOID(curve);
    byte[] point = parameters.getG().multiply(key.getKey()).normalize().getEncoded(false);
    return new X509EncodedKeySpec(
        new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), point).getEncoded());
  }

  private static KeyPair dsaPair(ASN1Sequence parts) throws GeneralSecurityException {
    BigInteger[] numbers = new BigInteger[parts.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ASN1Integer.getInstance(parts.getObjectAt(i)).getValue();
    }
    KeyFactory factory = KeyFactory.getInstance("DSA");
    return new KeyPair(
        factory.generatePublic(
            new DSAPublicKeySpec(numbers[4], numbers[1], numbers[2], numbers[3])),
        factory.generatePrivate(
            new DSAPrivateKeySpec(numbers[5], numbers[1], numbers[2], numbers[3])));
  }
}
