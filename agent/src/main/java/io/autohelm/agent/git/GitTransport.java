package io.autohelm.agent.git;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.DefaultProxyDataFactory;
import org.eclipse.jgit.transport.sshd.IdentityPasswordProvider;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.ProxyData;
import org.eclipse.jgit.transport.sshd.ProxyDataFactory;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Puts credentials, known hosts and time-outs on a JGit command; the user's own SSH and Git
 * settings have no say.
 */
final class GitTransport implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 30;

  private final GitAccess access;
  private final GitCredentials credentials;
  private final Path home;
  private @Nullable SshdSessionFactory ssh;

  /**
   * @param home an empty folder that stands for the user's home, so that none of its keys and hosts
   *     are used
   */
  GitTransport(GitAccess access, Path home) {
    this.access = access;
    this.credentials = access.credentials();
    this.home = home;
  }

  /** Why a server could not be reached, where the library's own words tell nobody. */
  Optional<String> trouble(Throwable failure) {
    return SshTrouble.of(failure, credentials);
  }

  <C extends TransportCommand<C, ?>> C prepared(C command) {
    return prepared(command, FilterSpec.NO_FILTER);
  }

  /** As {@link #prepared(TransportCommand)}, for an answer without what the filter leaves out. */
  <C extends TransportCommand<C, ?>> C prepared(C command, FilterSpec filter) {
    command.setTimeout(TIMEOUT_SECONDS);
    CredentialsProvider provider = provider();
    if (provider != null) {
      command.setCredentialsProvider(provider);
    }
    command.setTransportConfigCallback(
        transport -> {
          transport.setFilterSpec(filter);
          if (transport instanceof SshTransport sshTransport) {
            sshTransport.setSshSessionFactory(ssh());
          } else if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(new HttpsConnections(access, http.getURI()));
          }
        });
    return command;
  }

  private ProxyDataFactory proxies() {
    GitProxy proxy = access.proxy();
    if (proxy == null) {
      return new DefaultProxyDataFactory();
    }
    return remote -> {
      String password = SecretFile.of(proxy.passwordFile(), "");
      return proxy.username() == null || password == null
          ? new ProxyData(proxy.proxy())
          : new ProxyData(proxy.proxy(), proxy.username(), password.toCharArray());
    };
  }

  private @Nullable CredentialsProvider provider() {
    String password = SecretFile.of(credentials.passwordFile(), credentials.password());
    String username = credentials.username();
    if (password == null) {
      return null;
    }
    // Token-based services take any user name but want one.
    return new UsernamePasswordCredentialsProvider(username == null ? "git" : username, password);
  }

  private synchronized SshdSessionFactory ssh() {
    if (ssh == null) {
      Path key = credentials.privateKey();
      SshdSessionFactoryBuilder builder =
          new SshdSessionFactoryBuilder()
              .setPreferredAuthentications("publickey,password")
              .setHomeDirectory(home.toFile())
              .setSshDirectory(home.toFile())
              .setConfigStoreFactory((sshHome, config, user) -> null)
              .setDefaultIdentities(folder -> key == null ? List.of() : List.of(key))
              .setServerKeyDatabase((sshHome, folder) -> hosts())
              .setProxyDataFactory(proxies());
      Path passphrase = credentials.passphraseFile();
      if (passphrase != null) {
        builder.setKeyPasswordProvider(
            provider ->
                new IdentityPasswordProvider(provider) {
                  @Override
                  protected char[] getPassword(URIish uri, String message) {
                    return SecretFile.read(passphrase).toCharArray();
                  }
                });
      }
      ssh = builder.build(new JGitKeyCache());
    }
    return ssh;
  }

  private ServerKeyDatabase hosts() {
    Path known = credentials.knownHosts();
    return known == null ? new NoKnownHosts() : KnownHosts.strict(known);
  }

  /** Without known hosts no server can prove itself, so none is trusted. */
  private static final class NoKnownHosts implements ServerKeyDatabase {
    @Override
    public List<PublicKey> lookup(
        String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
      return List.of();
    }

    @Override
    public boolean accept(
        String connectAddress,
        InetSocketAddress remoteAddress,
        PublicKey serverKey,
        Configuration config,
        @Nullable CredentialsProvider provider) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    if (ssh != null) {
      ssh.close();
      ssh = null;
    }
  }
}
