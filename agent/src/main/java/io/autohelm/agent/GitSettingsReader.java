package io.autohelm.agent;

import io.autohelm.agent.declaration.FieldReader;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitProxy;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.git.SignaturePolicy;
import io.autohelm.engine.repo.RepositoryAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how a Git repository is reached, and what of it is believed. */
final class GitSettingsReader {
  private static final Map<String, SignaturePolicy.Subject> SUBJECTS =
      Map.of(
          "head", SignaturePolicy.Subject.HEAD,
          "tag", SignaturePolicy.Subject.TAG,
          "tagandhead", SignaturePolicy.Subject.TAG_AND_HEAD);

  private GitSettingsReader() {}

  /** The address of a repository. */
  static String address(FieldReader reader) {
    String url = reader.requiredText("url");
    GitRepository.addressProblem(url)
        .ifPresent(problem -> reader.problem(reader.lineOf("url"), "url", problem));
    return url;
  }

  /** An address, or what those of several repositories begin with. */
  static String beginning(FieldReader reader) {
    boolean isForEveryHost = reader.text("url").orElse("").matches("(https?|ssh)://");
    return isForEveryHost ? reader.requiredText("url") : address(reader);
  }

  static GitAccess access(FieldReader source) {
    Optional<FieldReader> credentials = source.table("credentials");
    return new GitAccess(
        credentials.map(GitSettingsReader::credentials).orElse(GitCredentials.NONE),
        credentials.map(GitSettingsReader::tls).orElse(RepositoryAccess.Tls.SYSTEM),
        source.table("proxy").map(GitSettingsReader::proxy).orElse(null));
  }

  private static @Nullable Path path(FieldReader reader, String field) {
    return reader.text(field).map(Path::of).orElse(null);
  }

  private static GitCredentials credentials(FieldReader reader) {
    reader.allow(
        "username",
        "password",
        "passwordFile",
        "token",
        "tokenFile",
        "privateKeyFile",
        "passphraseFile",
        "knownHostsFile",
        "caFile",
        "certFile",
        "keyFile");
    boolean hasToken = reader.has("token") || reader.has("tokenFile");
    if (hasToken && (reader.has("password") || reader.has("passwordFile"))) {
      reader.problem(reader.line(), "", "only one of a password and a token may be given");
    }
    return new GitCredentials(
        reader.text("username").orElse(null),
        reader.block("password").orElse(null),
        path(reader, "passwordFile"),
        reader.block("token").orElse(null),
        path(reader, "tokenFile"),
        path(reader, "privateKeyFile"),
        path(reader, "passphraseFile"),
        path(reader, "knownHostsFile"));
  }

  private static RepositoryAccess.Tls tls(FieldReader reader) {
    if (reader.has("certFile") != reader.has("keyFile")) {
      reader.problem(
          reader.line(), "certFile", "a client certificate needs both certFile and keyFile");
    }
    return new RepositoryAccess.Tls(
        path(reader, "caFile"), path(reader, "certFile"), path(reader, "keyFile"), false);
  }

  private static @Nullable GitProxy proxy(FieldReader reader) {
    reader.allow("url", "username", "passwordFile");
    String url = reader.requiredText("url");
    Optional<GitProxy> proxy =
        GitProxy.of(url, reader.text("username").orElse(null), path(reader, "passwordFile"));
    if (proxy.isEmpty() && !url.isEmpty()) {
      reader.problem(
          reader.lineOf("url"),
          "url",
          "expected http://HOST:PORT or socks5://HOST:PORT, without a name or password");
    }
    return proxy.orElse(null);
  }

  static SignaturePolicy signatures(FieldReader source, GitRef ref) {
    SignaturePolicy policy = signatures(source);
    if (policy.subject().isTag() && !(ref instanceof GitRef.Tag || ref instanceof GitRef.Semver)) {
      source
          .table("verify")
          .ifPresent(
              verify ->
                  verify.problem(
                      verify.lineOf("mode"),
                      "mode",
                      "a tag is verified only where ref says tag or semver"));
    }
    return policy;
  }

  /** What must be signed where each release says which commit it wants. */
  static SignaturePolicy signatures(FieldReader reader) {
    return reader.table("verify").map(GitSettingsReader::policy).orElse(SignaturePolicy.NONE);
  }

  private static SignaturePolicy policy(FieldReader reader) {
    reader.allow("mode", "keyring", "allowedSignersFile", "signers");
    String mode = reader.text("mode").orElse("HEAD");
    SignaturePolicy.Subject subject = SUBJECTS.get(mode.toLowerCase(java.util.Locale.ROOT));
    if (subject == null) {
      reader.problem(
          reader.lineOf("mode"), "mode", "expected one of HEAD, Tag, TagAndHEAD, met " + mode);
      return SignaturePolicy.NONE;
    }
    if (!reader.has("keyring") && !reader.has("allowedSignersFile")) {
      reader.problem(
          reader.line(), "", "needs keyring (OpenPGP) or allowedSignersFile (SSH), or both");
    }
    return new SignaturePolicy(
        subject,
        path(reader, "keyring"),
        path(reader, "allowedSignersFile"),
        List.copyOf(reader.textList("signers")));
  }

  static boolean follows(FieldReader source) {
    String rewrites = source.text("rewrites").orElse("follow");
    if (!rewrites.equals("follow") && !rewrites.equals("refuse")) {
      source.problem(
          source.lineOf("rewrites"), "rewrites", "expected follow or refuse, met " + rewrites);
    }
    return rewrites.equals("follow");
  }

  static @Nullable Path webhookSecret(FieldReader source) {
    return source
        .table("webhook")
        .map(
            webhook -> {
              webhook.allow("secretFile");
              String file = webhook.requiredText("secretFile");
              return file.isEmpty() ? null : Path.of(file);
            })
        .orElse(null);
  }
}
