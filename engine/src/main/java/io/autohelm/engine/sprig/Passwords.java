package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoStrings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.generators.SCrypt;

/** Passwords hashed and derived, and texts encrypted with one. */
final class Passwords {
  private static final int BCRYPT_COST = 10;
  private static final int BCRYPT_LIMIT = 72;
  private static final int SALT_LENGTH = 16;
  private static final int BLOCK = 16;

  /** The published seed and character tables of the Master Password algorithm, version 3. */
  private static final String SEED = "com.lyndir.masterpassword";

  private static final Map<String, List<String>> TEMPLATES =
      Map.of(
          "maximum",
          List.of("anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"),
          "long",
          List.of(
              "CvcvnoCvcvCvcv",
              "CvcvCvcvnoCvcv",
              "CvcvCvcvCvcvno",
              "CvccnoCvcvCvcv",
              "CvccCvcvnoCvcv",
              "CvccCvcvCvcvno",
              "CvcvnoCvccCvcv",
              "CvcvCvccnoCvcv",
              "CvcvCvccCvcvno",
              "CvcvnoCvcvCvcc",
              "CvcvCvcvnoCvcc",
              "CvcvCvcvCvccno",
              "CvccnoCvccCvcv",
              "CvccCvccnoCvcv",
              "CvccCvccCvcvno",
              "CvcvnoCvccCvcc",
              "CvcvCvccnoCvcc",
              "CvcvCvccCvccno",
              "CvccnoCvcvCvcc",
              "CvccCvcvnoCvcc",
              "CvccCvcvCvccno"),
          "medium",
          List.of("CvcnoCvc", "CvcCvcno"),
          "short",
          List.of("Cvcn"),
          "basic",
          List.of("aaanaaan", "aannaaan", "aaannaaa"),
          "pin",
          List.of("nnnn"));

  private static final Map<Character, String> CHARACTERS =
      Map.of(
          'V', "AEIOU",
          'C', "BCDFGHJKLMNPQRSTVWXYZ",
          'v', "aeiou",
          'c', "bcdfghjklmnpqrstvwxyz",
          'A', "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
          'a', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
          'n', "0123456789",
          'o', "@&%?,=[]_:-+*$#!'^~;()/.",
          'x', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()");

  private final SecureRandom random;

  Passwords(SecureRandom random) {
    this.random = random;
  }

  void addTo(Table table) {
    table.add("bcrypt", "string", a -> bcrypt(a.string(0)));
    table.add("htpasswd", "string, string", a -> htpasswd(a.string(0), a.string(1)));
    table.add("derivePassword", "uint32, string, string, string, string", Passwords::derive);
    table.add("encryptAES", "string, string", a -> encrypt(a.string(0), a.string(1)));
    table.add("decryptAES", "string, string", a -> decrypt(a.string(0), a.string(1)));
  }

  private String bcrypt(String password) {
    byte[] bytes = GoStrings.encode(password);
    if (bytes.length > BCRYPT_LIMIT) {
      return "failed to encrypt string with bcrypt: " + "bcrypt: password length exceeds 72 bytes";
    }
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    return OpenBSDBCrypt.generate("2a", bytes, salt, BCRYPT_COST);
  }

  private String htpasswd(String user, String password) {
    return user.indexOf(':') >= 0 ? "invalid username: " + user : user + ":" + bcrypt(password);
  }

  private static String derive(Args a) {
    List<String> templates = TEMPLATES.get(a.string(1));
    if (templates == null) {
      return "cannot find password template " + a.string(1);
    }
    byte[] salt = lengthPrefixed(a.string(3), new byte[0]);
    byte[] key = SCrypt.generate(GoStrings.encode(a.string(2)), salt, 32_768, 8, 2, 64);
    byte[] counter = ByteBuffer.allocate(4).putInt(((Number) a.some(0)).intValue()).array();
    byte[] seed;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      seed = mac.doFinal(lengthPrefixed(a.string(4), counter));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
    String template = templates.get((seed[0] & 0xff) % templates.size());
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      String choice = CHARACTERS.getOrDefault(template.charAt(i), " ");
      out.append(choice.charAt((seed[i + 1] & 0xff) % choice.length()));
    }
    return out.toString();
  }

  private static byte[] lengthPrefixed(String text, byte[] tail) {
    byte[] bytes = GoStrings.encode(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SEED.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
    out.writeBytes(tail);
    return out.toByteArray();
  }

  private static SecretKeySpec key(String password) {
    byte[] key = new byte[32];
    byte[] bytes = GoStrings.encode(password);
    System.arraycopy(bytes, 0, key, 0, Math.min(bytes.length, key.length));
    return new SecretKeySpec(key, "AES");
  }

  private String encrypt(String password, String text) {
    if (text.isEmpty()) {
      return "";
    }
    byte[] start = new byte[BLOCK];
    random.nextBytes(start);
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key(password), new IvParameterSpec(start));
      byte[] encrypted = cipher.doFinal(GoStrings.encode(text));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(start);
      out.writeBytes(encrypted);
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new GoError(String.valueOf(e.getMessage()), e);
    }
  }

  private static String decrypt(String password, String text) {
    if (text.isEmpty()) {
      return "";
    }
    try {
      byte[] bytes = Encodings.decodeBase64(text);
      if (bytes.length < BLOCK) {
        throw new GoError(
            "runtime error: slice bounds out of range [:16] with capacity " + bytes.length);
      }
      if (bytes.length % BLOCK != 0) {
        throw new GoError("crypto/cipher: input not full blocks");
      }
      if (bytes.length == BLOCK) {
        throw new GoError("runtime error: index out of range [-1]");
      }
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key(password), new IvParameterSpec(bytes, 0, BLOCK));
      byte[] plain = cipher.doFinal(bytes, BLOCK, bytes.length - BLOCK);
      int length = plain.length - (plain[plain.length - 1] & 0xff);
      if (length < 0) {
        throw new GoError("runtime error: slice bounds out of range [:" + length + "]");
      }
      return GoStrings.decode(Arrays.copyOf(plain, length));
    } catch (Encodings.Corrupt e) {
      throw new GoError(e.base64Message(), e);
    } catch (GeneralSecurityException e) {
      throw new GoError(String.valueOf(e.getMessage()), e);
    }
  }
}
