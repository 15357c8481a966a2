package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The forms in which keys are stored, brought down to OpenPGP packets: the packets themselves
 * (pubring.gpg, secring.gpg), ASCII armour, of which several blocks may follow each other, and
 * GnuPG's keybox (pubring.kbx), which holds public keys alone.
 */
final class KeyringText {
  private static final String ARMOUR = "-----BEGIN PGP";
  private static final int KEYBOX_HEADER = 12;
  private static final int OPENPGP_BLOB = 2;
  private static final int OPENPGP_BLOB_HEADER = 16;
  private static final int SHORTEST_BLOB = 5;

  /** GnuPG itself does not count such a key to the keyring: its coming was cut short. */
  private static final int EPHEMERAL = 2;

  private KeyringText() {}

  /** The packets of a keyring, in one or several pieces. */
  static List<byte[]> packets(byte[] content, String name) {
    if (content.length >= KEYBOX_HEADER
        && content[4] == 1
        && new String(content, 8, 4, StandardCharsets.US_ASCII).equals("KBXf")) {
      return keybox(content, name);
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.stripLeading().startsWith(ARMOUR) ? armoured(text, name) : List.of(content);
  }

  private static ProvenanceException unreadable(String name, String why) {
    return new ProvenanceException(
        Reason.KEYRING, "failed to load keyring: reading " + name + ": " + why);
  }

  private static List<byte[]> armoured(String text, String name) {
    List<byte[]> blocks = new ArrayList<>();
    StringBuilder base64 = new StringBuilder();
    boolean inBlock = false;
    boolean inHeaders = false;
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      if (line.startsWith(ARMOUR)) {
        String kind = line.substring("-----BEGIN ".length()).replace("-----", "");
        if (!kind.equals("PGP PUBLIC KEY BLOCK") && !kind.equals("PGP PRIVATE KEY BLOCK")) {
          throw unreadable(name, "expected a public or private key block, got \"" + kind + "\"");
        }
        inBlock = true;
        inHeaders = true;
        base64.setLength(0);
      } else if (inBlock && line.startsWith("-----END")) {
        inBlock = false;
        try {
          blocks.add(Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
          throw unreadable(name, "the armour is damaged");
        }
      } else if (inHeaders) {
        inHeaders = !line.isEmpty();
      } else if (inBlock && !line.startsWith("=")) {
        base64.append(line);
      }
    }
    if (inBlock) {
      throw unreadable(name, "the armour ends too early");
    }
    return blocks;
  }

  private static List<byte[]> keybox(byte[] content, String name) {
    List<byte[]> keys = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(content);
    int at = 0;
    while (at < content.length) {
      int left = content.length - at;
      long length = left < SHORTEST_BLOB ? 0 : all.getInt(at) & 0xFFFFFFFFL;
      if (length < SHORTEST_BLOB || length > left) {
        throw unreadable(name, "the keybox is damaged at byte " + at);
      }
      if (content[at + 4] == OPENPGP_BLOB) {
        if (length < OPENPGP_BLOB_HEADER) {
          throw unreadable(name, "the keybox is damaged at byte " + at);
        }
        int flags = all.getShort(at + 6);
        long keyAt = all.getInt(at + 8) & 0xFFFFFFFFL;
        long keyLength = all.getInt(at + 12) & 0xFFFFFFFFL;
        if (keyAt + keyLength > length) {
          throw unreadable(name, "the keybox is damaged at byte " + at);
        }
        if ((flags & EPHEMERAL) == 0) {
          ByteArrayOutputStream key = new ByteArrayOutputStream();
          key.write(content, at + (int) keyAt, (int) keyLength);
          keys.add(key.toByteArray());
        }
      }
      at += (int) length;
    }
    if (keys.isEmpty()) {
      throw unreadable(name, "keybox contains no OpenPGP keys");
    }
    return keys;
  }
}
