package io.autohelm.agent.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The sources that webhooks may nudge. A call proves itself as its kind of server does: GitHub
 * ({@code X-Hub-Signature-256}), Gitea and Forgejo ({@code X-Gitea-Signature}), GitLab ({@code
 * X-Gitlab-Token}), and anybody else by {@code X-Signature: sha256=...}, as Flux's generic-hmac.
 * All but GitLab's, which is the secret itself, are the HMAC of the body.
 */
public final class Hooks {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "HmacSHA256", "sha512", "HmacSHA512");
  private static final List<String> EVENTS =
      List.of("X-GitHub-Event", "X-Gitea-Event", "X-Gitlab-Event");

  /** A tag or a branch that comes or goes: another version may be the newest. */
  private static final Set<String> REFS = Set.of("create", "delete", "release");

  /** What became of a call. */
  public enum Answer {
    /** A poll is on its way. */
    NUDGED,
    /** Genuine, but it tells of nothing that changes files. */
    PASSED_OVER,
    /** It does not prove itself, or there is no such source: which, is nobody's business. */
    REFUSED
  }

  private final Map<String, Supplier<String>> secrets;
  private final Consumer<String> nudge;

  /**
   * @param secrets of the sources that have webhooks, asked at each call
   * @param nudge polls a source soon
   */
  public Hooks(Map<String, Supplier<String>> secrets, Consumer<String> nudge) {
    this.secrets = Map.copyOf(secrets);
    this.nudge = nudge;
  }

  /**
   * Judges a call and nudges.
   *
   * @param headers the value of a header by its name, null where it was not sent
   */
  public Answer call(String source, Function<String, @Nullable String> headers, byte[] body) {
    Supplier<String> secret = secrets.get(source);
    // A source that does not exist costs the same time as one that does.
    String key = secret == null ? "no such source" : secret.get();
    boolean isGenuine = !key.isEmpty() && isGenuine(key, headers, body);
    if (secret == null || !isGenuine) {
      return Answer.REFUSED;
    }
    if (!isPush(headers)) {
      return Answer.PASSED_OVER;
    }
    nudge.accept(source);
    return Answer.NUDGED;
  }

  private static boolean isGenuine(
      String key, Function<String, @Nullable String> headers, byte[] body) {
    String token = headers.apply("X-Gitlab-Token");
    if (token != null) {
      return equal(token.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }
    String gitea = headers.apply("X-Gitea-Signature");
    if (gitea != null) {
      return isSigned("sha256=" + gitea, key, body);
    }
    String signed = headers.apply("X-Hub-Signature-256");
    return isSigned(signed == null ? headers.apply("X-Signature") : signed, key, body);
  }

  private static boolean isSigned(@Nullable String signature, String key, byte[] body) {
    int equals = signature == null ? -1 : signature.indexOf('=');
    if (signature == null || equals < 0) {
      return false;
    }
    String algorithm = ALGORITHMS.get(signature.substring(0, equals).toLowerCase(Locale.ROOT));
    if (algorithm == null) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return equal(mac.doFinal(body), HexFormat.of().parseHex(signature.substring(equals + 1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    } catch (IllegalArgumentException e) {
      return false; // no hexadecimal digits
    }
  }

  /** Takes the same time wherever the two differ. */
  private static boolean equal(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** Whether files may have changed; a server that does not say is taken at its word. */
  private static boolean isPush(Function<String, @Nullable String> headers) {
    for (String name : EVENTS) {
      String event = headers.apply(name);
      if (event != null) {
        String plain = event.toLowerCase(Locale.ROOT);
        return plain.contains("push") || REFS.contains(plain);
      }
    }
    return true;
  }
}
