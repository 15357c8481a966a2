package io.autohelm.engine.sprig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.gotemplate.GoFunction;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Map<String, GoFunction> FUNCTIONS =
      new SprigFunctions(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom()).table();

  private static Object call(String name, Object... args) {
    return FUNCTIONS.get(name).call(new ArrayList<>(Arrays.asList(args)));
  }

  private static X509Certificate read(Object certificate) throws Exception {
    String pem = ((GoCertificate) certificate).cert();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void authoritySignsAServer() throws Exception {
    Object authority = call("genCA", "my-ca", 10L);
    Object server =
        call("genSignedCert", "srv", List.of("10.0.0.1"), List.of("a.b", "c.d"), 5L, authority);
    X509Certificate ca = read(authority);
    X509Certificate cert = read(server);
    cert.verify(ca.getPublicKey());
    assertEquals("CN=my-ca", cert.getIssuerX500Principal().getName());
    assertEquals("CN=srv", cert.getSubjectX500Principal().getName());
    assertEquals(NOW.plusSeconds(5 * 86_400), cert.getNotAfter().toInstant());
    assertEquals(3, cert.getSubjectAlternativeNames().size());
    assertTrue(ca.getBasicConstraints() >= 0);
    assertEquals(-1, cert.getBasicConstraints());
    KeyPair key = PemKeys.parse(((GoCertificate) server).key());
    assertEquals(cert.getPublicKey(), key.getPublic());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, RSA PRIVATE KEY, RSA",
    "ecdsa, EC PRIVATE KEY, EC",
    "ed25519, PRIVATE KEY, EdDSA"
  })
  void privateKeyCanBeReadBackAndUsed(String type, String block, String algorithm)
      throws Exception {
    String pem = (String) call("genPrivateKey", type);
    assertTrue(pem.startsWith("-----BEGIN " + block + "-----\n"));
    assertEquals(algorithm, PemKeys.parse(pem).getPrivate().getAlgorithm());
    X509Certificate cert = read(call("genCAWithKey", "x", 1L, pem));
    cert.verify(PemKeys.parse(pem).getPublic());
  }
}
