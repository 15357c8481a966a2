package io.autohelm.engine.provenance;

import org.jspecify.annotations.Nullable;

/**
 * A chart that is not proven, a keyring that cannot be read, or a key that cannot sign. The message
 * is Helm's where Helm has one; the reason tells the cases apart.
 */
public final class ProvenanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, in words for people who do not know OpenPGP's. */
  public enum Reason {
    UNSIGNED("it is not signed"),
    UNREADABLE("its provenance file is not readable"),
    UNKNOWN_SIGNER("it is signed by a key that is not trusted"),
    KEY_EXPIRED("the key that signed it has expired"),
    KEY_REVOKED("the key that signed it was revoked"),
    SIGNATURE_EXPIRED("its signature has expired"),
    BAD_SIGNATURE("its provenance file was changed after it was signed"),
    TAMPERED("the archive is not the one that was signed"),
    KEYRING("the keyring cannot be used"),
    SECRET_KEY("the key cannot sign");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** A clause about the chart or the key, such as "it is not signed". */
    public String words() {
      return words;
    }
  }

  private final Reason reason;

  public ProvenanceException(Reason reason, String message) {
    this(reason, message, null);
  }

  ProvenanceException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
