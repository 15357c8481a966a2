package io.autohelm.engine.provenance;

import java.util.List;

/**
 * A proven chart.
 *
 * @param signedBy the names of the key that signed it, {@code NAME (COMMENT) <EMAIL>}
 * @param fingerprint of that key's primary key, in capital hexadecimal digits
 * @param fileName the archive's name, as it was signed
 * @param fileHash {@code sha256:} and 64 hexadecimal digits
 */
public record Verification(
    List<String> signedBy, String fingerprint, String fileName, String fileHash) {
  public Verification {
    signedBy = List.copyOf(signedBy);
  }

  /** What {@code helm verify} prints. */
  public String report() {
    StringBuilder text = new StringBuilder();
    signedBy.forEach(name -> text.append("Signed by: ").append(name).append('\n'));
    return text.append("Using Key With Fingerprint: ")
        .append(fingerprint)
        .append("\nChart Hash Verified: ")
        .append(fileHash)
        .append('\n')
        .toString();
  }
}
