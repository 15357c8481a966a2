package io.autohelm.engine.sprig;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a prime of exactly that many bits, its two highest set; one less than it has no factor
 * in common with the exponent. Any number of threads may look for it together: they take what a
 * sieve has left one by one, and whichever is found first will do.
 */
final class PrimeSearch {
  /** As many odd numbers as this for each bit hold a prime but once in e^11 times. */
  private static final int WINDOW = 4;

  private final int bits;
  private final SecureRandom random;
  private @Nullable Window window;
  private volatile @Nullable BigInteger found;

  PrimeSearch(int bits, SecureRandom random) {
    this.bits = bits;
    this.random = random;
  }

  /** Takes part in the search, until the prime is found. */
  BigInteger prime() {
    while (true) {
      BigInteger prime = found;
      if (prime != null) {
        return prime;
      }
      BigInteger candidate = next();
      if (candidate.bitLength() == bits && RsaKeys.isPrime(candidate, random)) {
        tell(candidate);
      }
    }
  }

  private synchronized void tell(BigInteger prime) {
    if (found == null) {
      found = prime;
    }
  }

  private BigInteger next() {
    Window current = current();
    int at = current.next.getAndIncrement();
    return at < current.left.length ? current.number(at) : current.start;
  }

  /** The window that still has numbers; the start of one is even, so no candidate itself. */
  private synchronized Window current() {
    Window current = window;
    if (current == null || current.next.get() >= current.left.length) {
      current = new Window(bits, random);
      window = current;
    }
    return current;
  }

  private static final class Window {
    private final BigInteger start;
    private final int[] left;
    private final AtomicInteger next = new AtomicInteger();

    Window(int bits, SecureRandom random) {
      BigInteger odd = new BigInteger(bits, random).setBit(bits - 1).setBit(bits - 2).setBit(0);
      boolean[] composite = RsaKeys.sieve(odd, bits * WINDOW);
      start = odd.subtract(BigInteger.ONE);
      left = IntStream.range(0, composite.length).filter(i -> !composite[i]).toArray();
    }

    BigInteger number(int at) {
      return start.add(BigInteger.valueOf(2L * left[at] + 1));
    }
  }
}
