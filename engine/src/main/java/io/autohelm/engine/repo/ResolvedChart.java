package io.autohelm.engine.repo;

import java.net.URI;

/**
 * What a reference came to.
 *
 * @param version the exact version
 * @param url where the archive is; {@code oci://HOST/PATH@DIGEST} for a registry's layer
 * @param digest the SHA-256 of the archive in hexadecimal digits; empty where the index does not
 *     give it
 * @param provenanceUrl where its provenance file would be, in the same form; empty where it has
 *     none
 * @param newer what the repository has beyond this version, as far as it was asked for anyway
 */
public record ResolvedChart(
    String name,
    String version,
    String url,
    String digest,
    String provenanceUrl,
    NewerVersions newer) {

  /** One of which nobody knows whether there is a newer one. */
  ResolvedChart(String name, String version, String url, String digest, String provenanceUrl) {
    this(name, version, url, digest, provenanceUrl, NewerVersions.NONE);
  }

  /** The archive's name, as it was packaged and signed. */
  public String fileName() {
    if (url.startsWith("oci://")) {
      return name + "-" + version + ".tgz";
    }
    String path = URI.create(url).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
