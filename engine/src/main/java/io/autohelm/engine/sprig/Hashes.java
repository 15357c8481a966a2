package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoStrings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Adler32;

/** Digests of texts. */
final class Hashes {
  private Hashes() {}

  static void addTo(Table table) {
    table.add("sha1sum", "string", a -> hex("SHA-1", a.string(0)));
    table.add("sha256sum", "string", a -> hex("SHA-256", a.string(0)));
    table.add("sha512sum", "string", a -> hex("SHA-512", a.string(0)));
    table.add("adler32sum", "string", a -> adler(a.string(0)));
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static String hex(String algorithm, String text) {
    return HexFormat.of().formatHex(digest(algorithm, GoStrings.encode(text)));
  }

  private static String adler(String text) {
    Adler32 adler = new Adler32();
    adler.update(GoStrings.encode(text));
    return Long.toString(adler.getValue());
  }
}
