package io.autohelm.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.autohelm.agent.drift.DriftEpisode;
import io.autohelm.agent.drift.DriftEpisodes;
import io.autohelm.agent.drift.EpisodeArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Episodes of drift in a folder of the agent's data, a file a release. A file is replaced as a
 * whole, so that a kill leaves the one before.
 */
final class EpisodeFolder implements EpisodeArchive {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeFolder.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path folder;
  private final AtomicBoolean isTold = new AtomicBoolean();

  EpisodeFolder(Path data) {
    this.folder = data.resolve("episodes");
  }

  @Override
  public DriftEpisodes of(String namespace, String release) {
    Path file = file(namespace, release);
    try {
      return new DriftEpisodes(
          List.of(JSON.readValue(Files.readAllBytes(file), DriftEpisode[].class)));
    } catch (NoSuchFileException e) {
      return DriftEpisodes.NONE;
    } catch (IOException | RuntimeException e) {
      // Jackson quotes what it could not read, and that may be a value.
      LOG.warn(
          "what drifted of release {}/{} before is not known: cannot read {}",
          namespace,
          release,
          file);
      return DriftEpisodes.NONE;
    }
  }

  @Override
  public void keep(String namespace, String release, DriftEpisodes episodes) {
    Path file = file(namespace, release);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.createDirectories(file.getParent());
      Files.write(next, JSON.writeValueAsBytes(episodes.all()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      isTold.set(false);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("episodes are plain data", e);
    } catch (IOException e) {
      if (!isTold.getAndSet(true)) {
        LOG.warn("episodes of drift are forgotten with this process: cannot write {}", file);
      }
    }
  }

  @Override
  public void forget(String namespace, String release) {
    try {
      Files.deleteIfExists(file(namespace, release));
    } catch (IOException e) {
      LOG.debug("a file is left in {}", folder);
    }
  }

  /** Neither name can lead out of the folder: Kubernetes and Helm allow no slashes in them. */
  private Path file(String namespace, String release) {
    return folder.resolve(namespace).resolve(release + ".json");
  }
}
