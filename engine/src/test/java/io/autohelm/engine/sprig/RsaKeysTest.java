package io.autohelm.engine.sprig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeysTest {
  private static final int CERTAINTY = 100;

  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @ValueSource(ints = {512, 1024})
  void findsPrimesOfExactlyThatManyBits(int bits) {
    for (int i = 0; i < 5; i++) {
      BigInteger prime = new PrimeSearch(bits, random).prime();
      assertEquals(bits, prime.bitLength());
      assertTrue(prime.testBit(bits - 2), "the product of two must have twice the bits");
      assertTrue(prime.isProbablePrime(CERTAINTY));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "512, 3",
    "1024, 65537",
    "1024, 1048573",
    "1535, 1048573",
    "2048, 3",
    "2048, 4194301"
  })
  void strikesMultiplesOfEveryDivisorAndNoPrime(int bits, long divisor) {
    for (int behind = 0; behind < 40; behind++) {
      int rest = bits - BigInteger.valueOf(divisor).bitLength();
      BigInteger factor = new BigInteger(rest, random).setBit(rest - 1).setBit(0);
      BigInteger start = factor.multiply(BigInteger.valueOf(divisor));
      start = start.subtract(BigInteger.valueOf(2L * behind));
      boolean[] composite = RsaKeys.sieve(start, 64);
      assertTrue(composite[behind]);
      for (int i = 0; i < composite.length; i++) {
        BigInteger number = start.add(BigInteger.valueOf(2L * i));
        assertTrue(composite[i] || number.mod(BigInteger.valueOf(divisor)).signum() != 0);
        if (behind == 0 && composite[i]) assertFalse(number.isProbablePrime(CERTAINTY));
      }
    }
    BigInteger prime = BigInteger.probablePrime(bits, random);
    assertFalse(RsaKeys.sieve(prime, 1)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048})
  void makesKeysWhosePartsFitTogether(int bits) {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) RsaKeys.generate(bits, random).getPrivate();
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();

    assertEquals(bits, key.getModulus().bitLength());
    assertEquals(key.getModulus(), p.multiply(q));
    assertTrue(p.compareTo(q) > 0);
    for (BigInteger prime : new BigInteger[] {p, q}) {
      assertTrue(prime.isProbablePrime(CERTAINTY));
      assertEquals(
          BigInteger.ONE,
          key.getPrivateExponent()
              .multiply(key.getPublicExponent())
              .mod(prime.subtract(BigInteger.ONE)));
    }
    assertEquals(key.getPrivateExponent().mod(p.subtract(BigInteger.ONE)), key.getPrimeExponentP());
    assertEquals(key.getPrivateExponent().mod(q.subtract(BigInteger.ONE)), key.getPrimeExponentQ());
    assertEquals(BigInteger.ONE, key.getCrtCoefficient().multiply(q).mod(p));
  }

  @Test
  void whatOneHalfSignsTheOtherVerifies() throws Exception {
    KeyPair pair = RsaKeys.generate(2048, random);
    byte[] text = "a text".getBytes(StandardCharsets.UTF_8);
    Signature signing = Signature.getInstance("SHA256withRSA");
    signing.initSign(pair.getPrivate());
    signing.update(text);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance("SHA256withRSA");
    verifying.initVerify(pair.getPublic());
    verifying.update(text);

    assertTrue(verifying.verify(signature));
  }

  @Test
  void noTwoKeysAreAlike() {
    assertNotEquals(
        ((RSAPublicKey) RsaKeys.generate(1024, random).getPublic()).getModulus(),
        ((RSAPublicKey) RsaKeys.generate(1024, random).getPublic()).getModulus());
  }
}
