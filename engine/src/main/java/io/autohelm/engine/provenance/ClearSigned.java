package io.autohelm.engine.provenance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A clear-signed text: readable, with its signature in ASCII armour below (RFC 9580, section 7).
 */
final class ClearSigned {
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  private static final String END_SIGNATURE = "-----END PGP SIGNATURE-----";
  private static final int LINE = 64;

  private final String text;
  private final byte[] signed;
  private final byte[] signature;

  private ClearSigned(String text, byte[] signed, byte[] signature) {
    this.text = text;
    this.signed = signed;
    this.signature = signature;
  }

  /** The text, each line ended by a line feed. */
  String text() {
    return text;
  }

  /** The bytes that the signature is over: lines without trailing blanks, CR LF between. */
  byte[] signed() {
    return signed;
  }

  /** The signature's packets. */
  byte[] signature() {
    return signature;
  }

  /** Finds the first such text; empty where there is none that is whole. */
  static Optional<ClearSigned> find(byte[] content) {
    // Each byte a character: what the text means is for the reader of the YAML.
    String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
    int at = 0;
    while (at < lines.length && !trimmed(lines[at]).equals(BEGIN)) {
      at++;
    }
    at++;
    while (at < lines.length && !trimmed(lines[at]).isEmpty()) {
      // Nothing but the hash's name may stand here: other lines would look signed and are not.
      if (!lines[at].startsWith("Hash:")) {
        return Optional.empty();
      }
      at++;
    }
    at++;
    StringBuilder text = new StringBuilder();
    while (at < lines.length && !trimmed(lines[at]).equals(BEGIN_SIGNATURE)) {
      String line = lines[at].startsWith("- ") ? lines[at].substring(2) : lines[at];
      text.append(trimmed(line)).append('\n');
      at++;
    }
    if (at >= lines.length) {
      return Optional.empty();
    }
    return armoured(lines, at + 1)
        .map(
            signature ->
                new ClearSigned(
                    new String(bytes(text.toString()), StandardCharsets.UTF_8),
                    signedForm(text.toString()),
                    signature));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] signedForm(String text) {
    String bare = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    return bytes(bare.replace("\n", "\r\n"));
  }

  private static String trimmed(String line) {
    int end = line.length();
    while (end > 0 && " \t\r".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return line.substring(0, end);
  }

  /** The packets of a signature that stands alone; empty where it is none. */
  static Optional<byte[]> armour(String text) {
    String[] lines = text.split("\n", -1);
    int at = 0;
    while (at < lines.length && !trimmed(lines[at]).equals(BEGIN_SIGNATURE)) {
      at++;
    }
    return at == lines.length ? Optional.empty() : armoured(lines, at + 1);
  }

  private static Optional<byte[]> armoured(String[] lines, int from) {
    int at = from;
    while (at < lines.length && lines[at].contains(": ")) {
      at++;
    }
    StringBuilder base64 = new StringBuilder();
    for (; at < lines.length; at++) {
      String line = lines[at].strip();
      if (line.startsWith(END_SIGNATURE)) {
        return decoded(base64.toString());
      }
      // The checksum line is optional, and proves nothing that the signature does not.
      if (!line.startsWith("=")) {
        base64.append(line);
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The bytes that a signature over a text is to be over. */
  static byte[] toSign(String text) {
    StringBuilder lines = new StringBuilder();
    for (String line : lines(text)) {
      lines.append(trimmed(line)).append("\r\n");
    }
    String all = lines.isEmpty() ? "" : lines.substring(0, lines.length() - 2);
    return all.getBytes(StandardCharsets.UTF_8);
  }

  private static String[] lines(String text) {
    return text.split("\n", -1);
  }

  /** Prints a text with its signature, as Helm does: without a line feed at the end. */
  static String print(String text, String hash, byte[] signature) {
    StringBuilder out = new StringBuilder(BEGIN + "\nHash: " + hash + "\n\n");
    for (String line : lines(text)) {
      out.append(line.startsWith("-") ? "- " : "").append(line).append('\n');
    }
    out.append(BEGIN_SIGNATURE).append("\n\n");
    out.append(Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(signature));
    return out.append("\n=")
        .append(checksum(signature))
        .append('\n')
        .append(END_SIGNATURE)
        .toString();
  }

  /** The armour's CRC-24, without which older GnuPG complains. */
  private static String checksum(byte[] data) {
    int crc = 0xB704CE;
    for (byte each : data) {
      crc ^= (each & 0xFF) << 16;
      for (int bit = 0; bit < 8; bit++) {
        crc <<= 1;
        if ((crc & 0x1000000) != 0) {
          crc ^= 0x1864CFB;
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(crc >> 16);
    out.write(crc >> 8);
    out.write(crc);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
