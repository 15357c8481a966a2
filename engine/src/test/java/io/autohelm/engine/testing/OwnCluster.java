package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * A real cluster for one test alone, which may stop and start its programs. Takes some seconds to
 * start. Nobody else's test sees what becomes of it.
 */
public final class OwnCluster implements AutoCloseable {
  private final BinaryCluster cluster;
  private final Path folder;

  private OwnCluster(BinaryCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
  }

  /**
   * Starts a cluster.
   *
   * @throws TestAbortedException where there are no programs to start it from
   */
  public static OwnCluster start() {
    Binaries binaries = Binaries.ofUser();
    for (Tool tool : Tool.CLUSTER) {
      if (!Files.isExecutable(binaries.of(tool))) {
        throw new TestAbortedException("no " + tool.program + " to start a cluster of its own");
      }
    }
    try {
      Path folder = Files.createTempDirectory("autohelm-own-cluster");
      return new OwnCluster(BinaryCluster.start(folder, binaries), folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The administrator's kubeconfig. */
  public String kubeconfig() {
    return cluster.kubeconfig();
  }

  /** Ends the API server at once. */
  public void killServer() throws IOException {
    cluster.kill(Tool.API_SERVER);
  }

  /** Starts it again; gives control back before it answers. */
  public void startServer() throws IOException {
    cluster.startApiServer();
  }

  /** Lets etcd stand still. */
  public void haltEtcd() throws IOException {
    cluster.signal(Tool.ETCD, "STOP");
  }

  /** Lets etcd go on. */
  public void resumeEtcd() throws IOException {
    cluster.signal(Tool.ETCD, "CONT");
  }

  @Override
  public void close() {
    cluster.stop();
    Binaries.deleteTree(folder);
  }
}
