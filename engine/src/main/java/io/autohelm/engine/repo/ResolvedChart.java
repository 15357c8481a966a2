package io.autohelm.engine.repo;

/**
 * What a reference came to.
 *
 * @param version the exact version
 * @param url where the archive is; {@code oci://HOST/PATH@DIGEST} for a registry's layer
 * @param digest the SHA-256 of the archive in hexadecimal digits; empty where the index does not
 *     give it
 */
public record ResolvedChart(String name, String version, String url, String digest) {}
