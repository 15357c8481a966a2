package io.autohelm.engine.sprig;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.math.Primes;

/**
 * RSA keys, made several times faster than by the JDK, which spends most of its time on a Lucas
 * test for each prime. Here candidates go through a sieve, then one Fermat test, and the one that
 * is left through as many random Miller-Rabin rounds as FIPS 186-5 asks for without a Lucas test.
 */
final class RsaKeys {
  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

  /** FIPS 186-5, table B.1: with the test to base 2, five rounds for primes of 1024 bits. */
  private static final int ROUNDS = 4;

  /** Beyond this a divisor costs more than the tests that it saves. */
  private static final int LARGEST_DIVISOR = 1 << 20;

  private static final double[] DIVISORS = oddPrimes(LARGEST_DIVISOR);

  /** From here on a test takes more than a millisecond, and more divisors pay. */
  private static final int LONG_BITS = 1536;

  /** Those for long numbers, made when the first one is asked for. */
  private static final class MoreDivisors {
    private static final double[] ALL = oddPrimes(4 * LARGEST_DIVISOR);
  }

  /** What is divided at a time; with half of the largest divisor it is below 2^53. */
  private static final int WORD_BITS = 31;

  /** Divisors at a time, so that what is worked on stays near the processor. */
  private static final int BLOCK = 1024;

  private static final int MOST_THREADS = 4;

  private RsaKeys() {}

  /** A key. Several processors look for its two primes, each for one until both are found. */
  static KeyPair generate(int bits, SecureRandom random) {
    while (true) {
      PrimeSearch first = new PrimeSearch(bits / 2, random);
      PrimeSearch second = new PrimeSearch(bits - bits / 2, random);
      for (int i = 1; i < Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS); i++) {
        CompletableFuture<?> unused =
            CompletableFuture.runAsync(i % 2 == 0 ? first::prime : second::prime)
                .thenRun(i % 2 == 0 ? second::prime : first::prime);
      }
      BigInteger one = first.prime();
      BigInteger other = second.prime();
      BigInteger p = one.max(other);
      BigInteger q = one.min(other);
      // Primes close to each other would make the modulus easy to take apart.
      if (p.subtract(q).bitLength() > bits / 2 - 100 && p.multiply(q).bitLength() == bits) {
        return pair(p, q);
      }
    }
  }

  private static KeyPair pair(BigInteger p, BigInteger q) {
    BigInteger modulus = p.multiply(q);
    BigInteger belowP = p.subtract(BigInteger.ONE);
    BigInteger belowQ = q.subtract(BigInteger.ONE);
    BigInteger period = belowP.divide(belowP.gcd(belowQ)).multiply(belowQ);
    BigInteger secret = EXPONENT.modInverse(period);
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      return new KeyPair(
          factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
          factory.generatePrivate(
              new RSAPrivateCrtKeySpec(
                  modulus,
                  EXPONENT,
                  secret,
                  p,
                  q,
                  secret.mod(belowP),
                  secret.mod(belowQ),
                  q.modInverse(p))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java takes RSA keys", e);
    }
  }

  static boolean isPrime(BigInteger candidate, SecureRandom random) {
    BigInteger below = candidate.subtract(BigInteger.ONE);
    return BigInteger.TWO.modPow(below, candidate).equals(BigInteger.ONE)
        && below.mod(EXPONENT).signum() != 0
        && Primes.isMRProbablePrime(candidate, random, ROUNDS);
  }

  /** Which of the odd numbers from {@code start} on have a small divisor. */
  static boolean[] sieve(BigInteger start, int length) {
    boolean[] composite = new boolean[length];
    double[] words = words(start);
    double[] remainders = new double[BLOCK];
    double[] all = start.bitLength() < LONG_BITS ? DIVISORS : MoreDivisors.ALL;
    for (int from = 0; from < all.length; from += BLOCK) {
      double[] divisors = Arrays.copyOfRange(all, from, Math.min(from + BLOCK, all.length));
      divide(words, divisors, remainders);
      for (int i = 0; i < divisors.length; i++) {
        strike(composite, (int) divisors[i], (int) remainders[i]);
      }
    }
    return composite;
  }

  /** The digits of a number, the highest first. */
  private static double[] words(BigInteger number) {
    double[] words = new double[(number.bitLength() + WORD_BITS - 1) / WORD_BITS];
    BigInteger rest = number;
    for (int i = words.length - 1; i >= 0; i--) {
      words[i] = rest.intValue() & Integer.MAX_VALUE;
      rest = rest.shiftRight(WORD_BITS);
    }
    return words;
  }

  /**
   * The remainder for each divisor, between minus and plus half of it. Floating-point numbers are
   * exact here, since all are below 2^53, and unlike a division of longs the loop becomes vector
   * instructions.
   */
  private static void divide(double[] words, double[] divisors, double[] remainders) {
    double[] inverses = new double[divisors.length];
    for (int i = 0; i < divisors.length; i++) {
      inverses[i] = 1 / divisors[i];
      remainders[i] = 0;
    }
    for (double word : words) {
      for (int i = 0; i < divisors.length; i++) {
        double value = remainders[i] * 0x1p31 + word;
        remainders[i] = value - Math.rint(value * inverses[i]) * divisors[i];
      }
    }
  }

  /** Without branches that depend on chance, for there are 80,000 divisors and more. */
  private static void strike(boolean[] composite, int divisor, int remainder) {
    int missing = -remainder;
    missing += divisor & (missing >> 31);
    missing += divisor & -(missing & 1);
    for (int i = missing >> 1; i < composite.length; i += divisor) {
      composite[i] = true;
    }
  }

  private static double[] oddPrimes(int last) {
    boolean[] composite = new boolean[last + 1];
    double[] primes = new double[last / 8]; // of the first million numbers a twelfth are primes
    int count = 0;
    for (int i = 3; i <= last; i += 2) {
      if (!composite[i]) {
        primes[count++] = i;
        for (long j = (long) i * i; j <= last; j += 2L * i) {
          composite[(int) j] = true;
        }
      }
    }
    return Arrays.copyOf(primes, count);
  }
}
