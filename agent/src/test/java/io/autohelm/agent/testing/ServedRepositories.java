package io.autohelm.agent.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.util.FS;

/** The repositories of one folder, and the two services that Git has for them. */
final class ServedRepositories {
  static final String UPLOAD = "git-upload-pack";
  static final String RECEIVE = "git-receive-pack";

  private final Path root;

  ServedRepositories(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  private Repository open(String name) throws IOException {
    Path folder = root.resolve(name).normalize();
    File git = folder.startsWith(root) ? FileKey.resolve(folder.toFile(), FS.DETECTED) : null;
    if (git == null) throw new IOException("no repository " + name);
    return FileKey.lenient(git, FS.DETECTED).open(true);
  }

  boolean has(String name) {
    try (Repository repository = open(name)) {
      return repository.getObjectDatabase().exists();
    } catch (IOException absent) {
      return false;
    }
  }

  /** What a client asks first of a server that speaks HTTP. */
  void advertise(String name, String service, Collection<String> protocol, OutputStream out)
      throws IOException {
    PacketLineOut lines = new PacketLineOut(out);
    PacketLineOutRefAdvertiser advertiser = new PacketLineOutRefAdvertiser(lines);
    try (Repository repository = open(name)) {
      if (service.equals(UPLOAD)) {
        upload(repository, protocol, false).sendAdvertisedRefs(advertiser, service);
      } else {
        lines.writeString("# service=" + service + "\n");
        lines.end();
        receive(repository, false).sendAdvertisedRefs(advertiser);
      }
    }
  }

  /**
   * Serves one request.
   *
   * @param conversation whether the client answers on the same connection, as over SSH
   */
  void serve(
      String name,
      String service,
      Collection<String> protocol,
      boolean conversation,
      InputStream in,
      OutputStream out)
      throws IOException {
    try (Repository repository = open(name)) {
      if (service.equals(UPLOAD)) {
        upload(repository, protocol, conversation).upload(in, out, null);
      } else if (service.equals(RECEIVE)) {
        receive(repository, conversation).receive(in, out, null);
      } else {
        throw new IOException("no service " + service);
      }
    }
  }

  private static UploadPack upload(
      Repository repository, Collection<String> protocol, boolean conversation) {
    UploadPack upload = new UploadPack(repository);
    upload.setBiDirectionalPipe(conversation);
    upload.setExtraParameters(List.copyOf(protocol));
    return upload;
  }

  private static ReceivePack receive(Repository repository, boolean conversation) {
    ReceivePack receive = new ReceivePack(repository);
    receive.setBiDirectionalPipe(conversation);
    return receive;
  }
}
