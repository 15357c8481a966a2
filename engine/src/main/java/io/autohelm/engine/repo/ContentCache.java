package io.autohelm.engine.repo;

import io.autohelm.engine.provenance.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files on disk that several threads and processes share: archives by the digest of their content,
 * and indexes by their address with the server's validators. A file is written aside and renamed,
 * so that nobody ever reads half of one, not after a kill either. When all archives together exceed
 * the bound, the least recently used go, but none that was asked for within half a minute.
 */
final class ContentCache {
  private static final Duration LONGEST_READING = Duration.ofSeconds(30);
  private static final Duration LONGEST_DOWNLOAD = Duration.ofHours(1);

  private final Path archives;
  private final Path indexes;
  private final long bound;
  private final Clock clock;

  /**
   * @param bound in bytes, for the archives
   */
  ContentCache(Path folder, long bound, Clock clock) {
    this.archives = folder.resolve("archives");
    this.indexes = folder.resolve("indexes");
    this.bound = bound;
    this.clock = clock;
    try {
      Files.createDirectories(archives);
      Files.createDirectories(indexes);
    } catch (IOException e) {
      throw new RepositoryException(
          "cannot make the chart cache in " + folder + ": " + e.getMessage(), e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The archive with that digest, if it is here and whole. */
  Optional<Path> archive(String digest) {
    Path file = archives.resolve(digest + ".tgz");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (!Provenance.sha256(file).equals(digest)) {
        // Somebody else wrote to it, or the disk forgot: it is brought anew.
        Files.deleteIfExists(file);
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // Another process evicted it this instant, or the disk is read-only: reading will tell.
    }
    return Optional.of(file);
  }

  /**
   * Keeps an archive.
   *
   * @param expected its digest as promised; empty where nothing was promised
   * @param limit bytes; a larger one is refused
   * @return the digest that it has
   * @throws RepositoryException when it is not the promised one, or cannot be written
   * @throws NetworkException when it does not come whole
   */
  String keep(InputStream archive, String expected, long limit, String what)
      throws NetworkException {
    MessageDigest sha = sha256();
    try {
      Path aside = Files.createTempFile(archives, "incoming", ".part");
      try {
        try (InputStream in = new DigestInputStream(archive, sha)) {
          copy(in, aside, limit, what);
        }
        String digest = HexFormat.of().formatHex(sha.digest());
        if (!expected.isEmpty() && !digest.equals(expected)) {
          throw new RepositoryException(
              RepositoryException.Kind.UNTRUSTED,
              what
                  + " is not what its repository promises: SHA-256 "
                  + expected
                  + " was promised, "
                  + digest
                  + " came",
              null);
        }
        Path kept = archives.resolve(digest + ".tgz");
        move(aside, kept);
        evict(kept);
        return digest;
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (NetworkException e) {
      throw e;
    } catch (IOException e) {
      throw new RepositoryException("cannot keep " + what + ": " + e.getMessage(), e);
    }
  }

  /** The provenance file of the archive with that digest, if it is here. */
  Optional<byte[]> provenance(String digest) {
    Path file = archives.resolve(digest + ".prov");
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      // It is only asked for again.
      return Optional.empty();
    }
  }

  void keepProvenance(String digest, byte[] content) {
    try {
      Path aside = Files.createTempFile(archives, "incoming", ".part");
      try {
        Files.write(aside, content);
        move(aside, archives.resolve(digest + ".prov"));
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new RepositoryException("cannot write to the chart cache: " + e.getMessage(), e);
    }
  }

  /** Copies up to a limit of bytes; more than that is refused. */
  static void copy(InputStream in, Path to, long limit, String what) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > limit) {
          throw new RepositoryException(what + " is larger than " + limit + " bytes");
        }
        out.write(buffer, 0, read);
      }
    }
  }

  /** A file made aside is for its owner alone; one that stays is for whom the folder is for. */
  static void readable(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private record Entry(Path file, long size, FileTime used) {}

  /** Others may evict at the same time: a file that is gone is none to count. */
  private static Optional<Entry> entry(Path file) {
    try {
      return Optional.of(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void evict(Path justKept) throws IOException {
    removeLeftovers(archives);
    List<Entry> entries = new ArrayList<>();
    long total = 0;
    try (Stream<Path> files = Files.list(archives)) {
      for (Path file : files.toList()) {
        Optional<Entry> entry = entry(file);
        if (entry.isPresent() && file.toString().endsWith(".tgz")) {
          entries.add(entry.get());
          total += entry.get().size();
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry entry : entries) {
      if (total <= bound) {
        return;
      }
      if (!entry.file().equals(justKept) && !isInUse(entry)) {
        Files.deleteIfExists(entry.file());
        String name = entry.file().getFileName().toString();
        Files.deleteIfExists(
            archives.resolve(name.substring(0, name.length() - ".tgz".length()) + ".prov"));
        total -= entry.size();
      }
    }
  }

  /** What somebody was just given he will read now; the bound is exceeded for so long. */
  private boolean isInUse(Entry entry) {
    return entry.used().toInstant().isAfter(clock.instant().minus(LONGEST_READING));
  }

  /** What killed processes were writing; a living one needs no such time. */
  private void removeLeftovers(Path folder) throws IOException {
    Instant oldest = clock.instant().minus(LONGEST_DOWNLOAD);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".part")).toList()) {
        Optional<Entry> entry = entry(file);
        if (entry.isPresent() && entry.get().used().toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * An index that was kept, in our own short form.
   *
   * @param validator what the server wants to hear to say that nothing changed: {@code name:
   *     value}, may be empty
   */
  record KeptIndex(Path file, String validator) {}

  Optional<KeptIndex> index(String url) {
    Path file = indexes.resolve(sha256(url) + ".index");
    Path validator = indexes.resolve(sha256(url) + ".validator");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KeptIndex(file, Files.exists(validator) ? Files.readString(validator) : ""));
    } catch (IOException e) {
      throw new RepositoryException(
          "the cached index of " + url + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes something into a file aside. */
  interface Writing {
    void to(Path file) throws IOException;
  }

  /** Keeps an index with its validator; gives its file. */
  Path keepIndex(String url, String validator, Writing writing) {
    Path file = indexes.resolve(sha256(url) + ".index");
    Path validatorFile = indexes.resolve(sha256(url) + ".validator");
    try {
      Path aside = Files.createTempFile(indexes, "incoming", ".part");
      Path validatorAside = Files.createTempFile(indexes, "incoming", ".part");
      try {
        writing.to(aside);
        Files.writeString(validatorAside, validator);
        // First the old validator goes: beside a new index it would do no harm, but a new one
        // beside the old index would.
        Files.deleteIfExists(validatorFile);
        move(aside, file);
        move(validatorAside, validatorFile);
        removeLeftovers(indexes);
        return file;
      } finally {
        Files.deleteIfExists(aside);
        Files.deleteIfExists(validatorAside);
      }
    } catch (IOException e) {
      throw new RepositoryException("cannot keep the index of " + url + ": " + e.getMessage(), e);
    }
  }

  /** A file for a download that is read once and then gone. */
  Path temporary() throws IOException {
    return Files.createTempFile(indexes, "download", ".part");
  }

  /** The digest of the archive that this address gave before, if it is known. */
  Optional<String> digestOf(String url) {
    Path file = indexes.resolve(sha256(url) + ".digest");
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void rememberDigest(String url, String digest) {
    try {
      Path aside = Files.createTempFile(indexes, "incoming", ".part");
      Files.writeString(aside, digest);
      move(aside, indexes.resolve(sha256(url) + ".digest"));
    } catch (IOException e) {
      throw new RepositoryException("cannot write to the chart cache: " + e.getMessage(), e);
    }
  }

  /** Notes what a reference came to, for the day on which nobody can be asked. */
  void rememberAnswer(String reference, ResolvedChart chart) {
    try {
      Path aside = Files.createTempFile(indexes, "incoming", ".part");
      try {
        Files.write(
            aside,
            List.of(
                chart.name(),
                chart.version(),
                chart.url(),
                chart.digest(),
                chart.provenanceUrl(),
                "end"));
        move(aside, indexes.resolve(sha256(reference) + ".answer"));
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new RepositoryException("cannot write to the chart cache: " + e.getMessage(), e);
    }
  }

  /** What a reference came to when it was last asked for. */
  Optional<ResolvedChart> lastAnswer(String reference) {
    Path file = indexes.resolve(sha256(reference) + ".answer");
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.size() == 6
          ? Optional.of(
              new ResolvedChart(
                  lines.get(0), lines.get(1), lines.get(2), lines.get(3), lines.get(4)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
