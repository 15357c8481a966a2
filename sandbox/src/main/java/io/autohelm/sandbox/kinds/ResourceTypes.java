package io.autohelm.sandbox.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.autohelm.sandbox.schema.Structures;
import io.autohelm.sandbox.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every resource that is served now. Thread-safe; custom resources come and go. */
public final class ResourceTypes {
  private static final List<String> CRUD =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern COMMA = Pattern.compile(",");

  private volatile List<ResourceType> types = builtIn();

  private static List<ResourceType> builtIn() {
    var in =
        Objects.requireNonNull(
            ResourceTypes.class.getResourceAsStream("kinds.txt"), "kinds.txt is in the jar");
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> declare(SPACE.splitAsStream(line).toList()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResourceType declare(List<String> words) {
    String group = words.get(0).equals("-") ? "" : words.get(0);
    String kind = words.get(3);
    return new ResourceType(
        group,
        words.get(1),
        words.get(2),
        kind.toLowerCase(Locale.ROOT),
        kind,
        kind + "List",
        words.get(4).equals("N"),
        names(words.get(5)),
        names(words.get(6)),
        names(words.get(7)),
        words.get(8).equals("crud") ? CRUD : names(words.get(8)),
        false,
        Structures.builtIn().of(group, words.get(1), kind),
        MissingNode.getInstance());
  }

  private static List<String> names(String word) {
    return word.equals("-") ? List.of() : COMMA.splitAsStream(word).toList();
  }

  /** Everything served, in discovery's order. */
  public List<ResourceType> all() {
    return types;
  }

  /** The resource by its path. */
  public Optional<ResourceType> find(String group, String version, String plural) {
    return types.stream()
        .filter(
            type ->
                type.plural().equals(plural)
                    && type.group().equals(group)
                    && type.version().equals(version))
        .findFirst();
  }

  /** The resource of an object's {@code apiVersion} and {@code kind}. */
  public Optional<ResourceType> ofKind(String apiVersion, String kind) {
    return types.stream()
        .filter(type -> type.kind().equals(kind) && type.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** Any version of the resource that objects are stored under. */
  public Optional<ResourceType> ofBucket(String bucket) {
    return types.stream().filter(type -> type.bucket().equals(bucket)).findFirst();
  }

  /** The resources of one group and version. */
  public List<ResourceType> in(String group, String version) {
    return types.stream()
        .filter(type -> type.group().equals(group) && type.version().equals(version))
        .toList();
  }

  /** The named groups, in discovery's order. */
  public Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    types.forEach(type -> groups.add(type.group()));
    groups.remove("");
    return groups;
  }

  /** The group's versions, the preferred one first. */
  public List<String> versions(String group) {
    List<String> versions =
        new ArrayList<>(
            types.stream()
                .filter(type -> type.group().equals(group))
                .map(ResourceType::version)
                .distinct()
                .toList());
    versions.sort((a, b) -> Long.compare(rank(b), rank(a)));
    return versions;
  }

  /** Kubernetes' order of versions: stable before beta before alpha, the higher first. */
  private static long rank(String version) {
    var match = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?").matcher(version);
    if (!match.matches()) {
      return -1;
    }
    String stage = match.group(2);
    long minor = stage == null ? 0 : Long.parseLong(match.group(3));
    long level = stage == null ? 2 : stage.equals("beta") ? 1 : 0;
    return level * 1_000_000 + Long.parseLong(match.group(1)) * 1_000 + minor;
  }

  /** Serves what the definition says, instead of what an earlier state of it said. */
  public synchronized void define(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    List<ResourceType> next = new ArrayList<>(without(Json.text(definition, "metadata", "name")));
    for (JsonNode version : spec.path("versions")) {
      if (!version.path("served").asBoolean()) {
        continue;
      }
      List<String> subresources = new ArrayList<>();
      version.path("subresources").fieldNames().forEachRemaining(subresources::add);
      String kind = Json.text(names, "kind");
      next.add(
          new ResourceType(
              Json.text(spec, "group"),
              Json.text(version, "name"),
              Json.text(names, "plural"),
              names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
              kind,
              names.path("listKind").asText(kind + "List"),
              Json.text(spec, "scope").equals("Namespaced"),
              texts(names.path("shortNames")),
              texts(names.path("categories")),
              List.copyOf(subresources),
              CRUD,
              true,
              Structures.builtIn().ofSchema(Json.at(version, "schema", "openAPIV3Schema")),
              version));
    }
    types = List.copyOf(next);
  }

  /** Stops serving what the definition of this name said. */
  public synchronized void undefine(String definition) {
    types = without(definition);
  }

  private List<ResourceType> without(String definition) {
    return types.stream()
        .filter(type -> !type.custom() || !type.qualifiedName().equals(definition))
        .toList();
  }

  private static List<String> texts(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
        .map(i -> list.path(i).asText())
        .toList();
  }
}
