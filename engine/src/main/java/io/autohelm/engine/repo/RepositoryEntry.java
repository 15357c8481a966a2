package io.autohelm.engine.repo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repository as {@code repositories.yaml} names it. A part that is left out is the empty string.
 *
 * @param passCredentials whether credentials also go to other hosts that the index names
 */
public record RepositoryEntry(
    String name,
    String url,
    String username,
    String password,
    String certFile,
    String keyFile,
    String caFile,
    boolean insecure,
    boolean passCredentials) {

  static RepositoryEntry of(Map<?, ?> tree) {
    return new RepositoryEntry(
        text(tree, "name"),
        text(tree, "url"),
        text(tree, "username"),
        text(tree, "password"),
        text(tree, "certFile"),
        text(tree, "keyFile"),
        text(tree, "caFile"),
        Boolean.TRUE.equals(tree.get("insecure_skip_tls_verify")),
        Boolean.TRUE.equals(tree.get("pass_credentials_all")));
  }

  private static String text(Map<?, ?> tree, String key) {
    Object value = tree.get(key);
    return value == null ? "" : value.toString();
  }

  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("url", url);
    tree.put("username", username);
    tree.put("password", password);
    tree.put("certFile", certFile);
    tree.put("keyFile", keyFile);
    tree.put("caFile", caFile);
    tree.put("insecure_skip_tls_verify", insecure);
    tree.put("pass_credentials_all", passCredentials);
    return tree;
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "RepositoryEntry[name=" + name + ", url=" + url + "]";
  }
}
