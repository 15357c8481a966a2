package io.autohelm.agent.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real Git server over SSH on the loopback interface, for the repositories of one folder. It lets
 * the holder of {@link #clientKey()} in, under any user name.
 */
public final class GitSshServer implements AutoCloseable {
  private static final Pattern COMMAND =
      Pattern.compile("(git-(?:upload|receive)-pack) '?/?([^']*)'?");

  private final SshServer server;
  private final KeyPair host;
  private final KeyPair client;

  private GitSshServer(Path root) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    host = generator.generateKeyPair();
    client = generator.generateKeyPair();
    ServedRepositories repositories = new ServedRepositories(root);
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (user, key, session) -> KeyUtils.compareKeys(key, client.getPublic()));
    server.setCommandFactory((channel, command) -> new GitCommand(repositories, command));
    server.start();
  }

  /** Serves the repositories of a folder. */
  public static GitSshServer of(Path root) {
    try {
      return new GitSshServer(root);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The address of a repository. */
  public String url(String repository) {
    return "ssh://git@127.0.0.1:" + server.getPort() + "/" + repository;
  }

  /** The port on the loopback interface. */
  public int port() {
    return server.getPort();
  }

  /** The private key that is let in, as OpenSSH writes it. */
  public String clientKey() {
    return clientKey(null);
  }

  /** The same, locked by a passphrase. */
  public String clientKey(@Nullable String passphrase) {
    try {
      OpenSSHKeyEncryptionContext lock = null;
      if (passphrase != null) {
        lock = new OpenSSHKeyEncryptionContext();
        lock.setPassword(passphrase);
        lock.setCipherType("256");
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(client, "test", lock, text);
      return text.toString(StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The line by which a {@code known_hosts} file knows this server. */
  public String knownHosts() {
    return "[127.0.0.1]:%d %s\n"
        .formatted(server.getPort(), PublicKeyEntry.toString(host.getPublic()));
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class GitCommand extends AbstractCommandSupport {
    private final ServedRepositories repositories;

    GitCommand(ServedRepositories repositories, String command) {
      super(command, null);
      this.repositories = repositories;
    }

    @Override
    public void run() {
      Matcher asked = COMMAND.matcher(getCommand());
      List<String> protocol = GitHttpServer.protocol(getEnvironment().getEnv().get("GIT_PROTOCOL"));
      try {
        if (!asked.matches()) throw new IOException("not a command of Git: " + getCommand());
        repositories.serve(
            asked.group(2), asked.group(1), protocol, true, getInputStream(), getOutputStream());
        getOutputStream().flush();
        onExit(0);
      } catch (IOException failure) {
        try {
          getErrorStream().write((failure.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
          getErrorStream().flush();
        } catch (IOException gone) {
          failure.addSuppressed(gone);
        }
        onExit(1, String.valueOf(failure.getMessage()));
      }
    }
  }
}
