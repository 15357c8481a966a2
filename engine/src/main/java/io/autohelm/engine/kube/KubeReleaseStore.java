package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.PackedRecord;
import io.autohelm.engine.release.PartsMark;
import io.autohelm.engine.release.RecordLabels;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseCodec;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import io.autohelm.engine.yaml.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in the cluster, where Helm's drivers keep them: in Secrets, or in ConfigMaps. */
final class KubeReleaseStore implements ReleaseStore {
  private static final Logger LOG = LoggerFactory.getLogger(KubeReleaseStore.class);

  private final KubeHttp http;
  private final RecordKind kind;
  private final Clock clock;
  private final RecordListing listing;
  private final RecordParts parts;

  /** The releases that have parts, as far as they were met: their deletion costs a look. */
  private final Set<String> inParts;

  /** Resource versions by record, for a writer that must not overwrite others; else null. */
  private final @Nullable Map<String, String> versions;

  KubeReleaseStore(KubeHttp http, RecordKind kind, Clock clock) {
    this(http, kind, clock, ConcurrentHashMap.newKeySet(), null);
  }

  private KubeReleaseStore(
      KubeHttp http,
      RecordKind kind,
      Clock clock,
      Set<String> inParts,
      @Nullable Map<String, String> versions) {
    this.http = http;
    this.kind = kind;
    this.clock = clock;
    this.listing = new RecordListing(http, kind);
    this.parts = new RecordParts(http, kind, clock);
    this.inParts = inParts;
    this.versions = versions;
  }

  @Override
  public ReleaseStore session() {
    return new KubeReleaseStore(http, kind, clock, inParts, new ConcurrentHashMap<>());
  }

  private static String selector(String name) {
    return "owner=helm,name=" + name;
  }

  @Override
  public List<Release> history(String namespace, String name) {
    return read(namespace, selector(name));
  }

  @Override
  public List<Release> standing(String namespace, String name) {
    return read(namespace, selector(name) + ",status!=superseded");
  }

  private List<Release> read(String namespace, String selector) {
    List<Release> history = new ArrayList<>();
    for (KubeObject record : listing.whole(namespace, selector)) {
      decode(record, history);
    }
    history.sort(Comparator.comparingInt(Release::revision));
    return history;
  }

  @Override
  public Optional<Release> get(String namespace, String name, int revision) {
    KubeResponse response = http.get(kind.path(namespace, Release.recordName(name, revision)));
    if (response.isNotFound()) {
      return Optional.empty();
    }
    if (!response.isSuccess()) {
      throw response.refusal("read revision " + revision + " of release " + name, true);
    }
    return Optional.of(decoded(response.object(), true));
  }

  @Override
  public List<RevisionLabels> index(String namespace) {
    return index(namespace, listing.metadata(namespace, "owner=helm"));
  }

  @Override
  public List<RevisionLabels> index(String namespace, String name) {
    return index(namespace, listing.metadata(namespace, selector(name)));
  }

  private static List<RevisionLabels> index(String namespace, List<KubeObject> records) {
    return records.stream()
        .map(
            record ->
                RevisionLabels.of(
                    record.namespace().isEmpty() ? namespace : record.namespace(),
                    RecordListing.labels(record)))
        .sorted(RevisionLabels.ORDER)
        .toList();
  }

  /**
   * The labels tell which revisions are the newest; they are read in one list, for the newest is
   * hardly ever superseded, and what that list lacks one by one.
   */
  @Override
  public List<Release> latest(String namespace) {
    List<RevisionLabels> newest = RevisionLabels.newest(index(namespace));
    Map<String, KubeObject> read = new HashMap<>();
    if (!newest.isEmpty()) {
      for (KubeObject record : listing.whole(namespace, "owner=helm,status!=superseded")) {
        read.put(record.namespace() + "/" + record.name(), record);
      }
    }
    List<Release> latest = new ArrayList<>();
    for (RevisionLabels each : newest) {
      KubeObject record =
          read.get(each.namespace() + "/" + Release.recordName(each.name(), each.revision()));
      if (record != null) {
        decode(record, latest);
      } else if (each.status() == ReleaseStatus.SUPERSEDED) {
        try {
          get(each.namespace(), each.name(), each.revision()).ifPresent(latest::add);
        } catch (ReleaseException e) {
          LOG.warn("a release record of {} is left out: {}", each.name(), e.getMessage());
        }
      }
    }
    return latest;
  }

  private void decode(KubeObject record, List<Release> into) {
    try {
      into.add(decoded(record, false));
    } catch (ReleaseException e) {
      LOG.warn("release record {} cannot be read and is left out: {}", record.id(), e.getMessage());
    }
  }

  /**
   * @param whole whether templates and files are fetched where they are kept apart; a manifest that
   *     is kept apart always is
   */
  private Release decoded(KubeObject record, boolean whole) {
    Map<String, String> labels = RecordListing.labels(record);
    if (versions != null) {
      versions.putIfAbsent(key(record.namespace(), record.name()), version(record));
    }
    Optional<PartsMark> mark = PartsMark.of(labels);
    String text;
    try {
      text = kind.record(record);
    } catch (IllegalArgumentException e) {
      throw new ReleaseException(
          ReleaseException.Reason.DAMAGED, "record " + record.name() + " is not in base 64", e);
    }
    String name = labels.getOrDefault("name", "");
    byte[] rest = null;
    if (mark.isPresent()) {
      inParts.add(key(record.namespace(), name));
      if (whole || mark.get().isVital()) {
        rest = parts.read(record.namespace(), name, mark.get()).orElse(null);
      }
    }
    Release release = ReleaseCodec.decode(text, labels, rest);
    if (PackedRecord.lacksManifest(release)) {
      throw new ReleaseException(
          ReleaseException.Reason.DAMAGED,
          "the parts of revision "
              + release.revision()
              + " of release "
              + release.name()
              + ", with its manifest, are missing or damaged");
    }
    return release;
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static String version(KubeObject object) {
    return String.valueOf(object.metadata().get("resourceVersion"));
  }

  @Override
  public void create(Release release) {
    Packed packed = pack(release, true);
    KubeResponse response = http.post(kind.path(release.namespace()), packed.body());
    if (response.code() == 409) {
      // An answer that was lost, and the request sent again: it may have been done the first time.
      if (response.attempt() > 1 && isRecorded(release, packed)) {
        return;
      }
      throw new ReleaseException(
          ReleaseException.Reason.EXISTS,
          "revision "
              + release.revision()
              + " of release "
              + release.name()
              + " is recorded already: somebody else acts on it");
    }
    check(response, release, "create: failed to create");
    note(release, response.object());
  }

  @Override
  public void update(Release release) {
    Packed packed = pack(release, false);
    KubeResponse response =
        http.put(kind.path(release.namespace(), release.recordName()), packed.body());
    if (response.code() == 409 && versions != null) {
      if (response.attempt() > 1 && isRecorded(release, packed)) {
        return;
      }
      throw new ReleaseException(
          ReleaseException.Reason.OVERTAKEN,
          "revision "
              + release.revision()
              + " of release "
              + release.name()
              + " was changed by somebody else meanwhile");
    }
    if (response.isNotFound()) {
      throw new ReleaseException(
          ReleaseException.Reason.NOT_FOUND,
          "revision " + release.revision() + " of release " + release.name() + " is not recorded");
    }
    check(response, release, "update: failed to update");
    note(release, response.object());
  }

  private void note(Release release, KubeObject stored) {
    if (versions != null) {
      versions.put(key(release.namespace(), release.recordName()), version(stored));
    }
  }

  private boolean isRecorded(Release release, Packed packed) {
    KubeResponse response = http.get(kind.path(release.namespace(), release.recordName()));
    if (!response.isSuccess() || !kind.record(response.object()).equals(packed.text())) {
      return false;
    }
    note(release, response.object());
    return true;
  }

  @Override
  public void delete(String namespace, String name, int revision) {
    KubeResponse response =
        http.delete(kind.path(namespace, Release.recordName(name, revision)), "{}");
    if (!response.isSuccess() && !response.isNotFound()) {
      throw response.refusal(
          "delete the record of release " + name + " revision " + revision, true);
    }
    if (inParts.contains(key(namespace, name))) {
      parts.sweep(namespace, name, index(namespace, name));
    }
  }

  @Override
  public int sweep(String namespace) {
    return parts.sweep(namespace, null, index(namespace));
  }

  private static void check(KubeResponse response, Release release, String inHelmsWords) {
    if (response.isSuccess()) {
      return;
    }
    ClusterException refusal = response.refusal(inHelmsWords, true);
    if (response.code() == 413 || response.code() == 422) {
      throw new ReleaseException(
          ReleaseException.Reason.TOO_LARGE,
          "revision "
              + release.revision()
              + " of release "
              + release.name()
              + ": "
              + refusal.getMessage(),
          refusal);
    }
    throw refusal;
  }

  private record Packed(String body, String text) {}

  /** The record's object; its parts, if it has some, are written before. */
  private Packed pack(Release release, boolean isNew) {
    PackedRecord packed = PackedRecord.of(release);
    Map<String, String> labels = RecordLabels.of(release, isNew, clock.instant());
    Optional<PartsMark> mark = packed.mark();
    if (!PackedRecord.isSlim(release)) {
      labels.remove(PartsMark.LABEL); // an earlier revision's, handed on with the user's labels
    }
    if (mark.isPresent()) {
      inParts.add(key(release.namespace(), release.name()));
      parts.write(release, mark.get(), packed.parts());
      labels.put(PartsMark.LABEL, mark.get().text());
    }
    Map<String, @Nullable Object> object =
        kind.object(release.namespace(), release.recordName(), labels);
    String version =
        versions == null || isNew
            ? null
            : versions.get(key(release.namespace(), release.recordName()));
    if (version != null) {
      Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
      metadata.putAll(tableOf(Objects.requireNonNull(object.get("metadata"))));
      metadata.put("resourceVersion", version);
      object.put("metadata", metadata);
    }
    kind.put(object, packed.text());
    return new Packed(Json.printRaw(object), packed.text());
  }

  @SuppressWarnings("unchecked") // made above with keys that are strings
  private static Map<String, @Nullable Object> tableOf(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
