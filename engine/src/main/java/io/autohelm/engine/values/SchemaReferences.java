package io.autohelm.engine.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.resource.InputStreamSource;
import io.autohelm.engine.gotemplate.GoQuote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema's references lead, as for Helm: files, HTTP with a limit of fifteen seconds, and
 * {@code urn:} names, which fit everything.
 */
final class SchemaReferences {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LARGEST = 8 * 1024 * 1024;
  private static final int MOST_DOCUMENTS = 100;
  private static final String META = "json-schema.org/";

  private final SchemaReach reach;
  private final Duration patience;

  SchemaReferences(SchemaReach reach) {
    this(reach, PATIENCE);
  }

  /**
   * @param patience how long one document may take by HTTP, from the first byte to the last
   */
  SchemaReferences(SchemaReach reach, Duration patience) {
    this.reach = reach;
    this.patience = patience;
  }

  /** The edition of a schema. */
  SchemaDraft draft(JsonNode root) {
    JsonNode named = root.isObject() ? root.get("$schema") : null;
    if (named == null || !named.isTextual()) {
      return SchemaDraft.DRAFT_2020;
    }
    SchemaDraft draft = SchemaDraft.named(named.textValue());
    if (draft != null) {
      return draft;
    }
    String url = named.textValue();
    int hash = url.indexOf('#');
    JsonNode other = ChartSchema.read(load(hash < 0 ? url : url.substring(0, hash)));
    return other.path("$schema").asText().equals(url) ? SchemaDraft.DRAFT_2020 : draft(other);
  }

  /** The documents that belong to one schema. */
  Session session(JsonNode root) {
    return new Session(root, this::load);
  }

  private String load(String url) {
    try {
      return loadBare(url);
    } catch (SchemaException e) {
      throw new SchemaException(
          "failing loading " + GoQuote.quote(url) + ": " + e.getMessage(), e.getCause());
    }
  }

  private String loadBare(String url) {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new SchemaException("parse " + GoQuote.quote(url) + ": " + e.getMessage(), e);
    }
    String scheme = String.valueOf(address.getScheme());
    if (reach == SchemaReach.ITSELF && !scheme.equals("urn")) {
      throw new SchemaException("references that leave the schema are not followed here");
    }
    return switch (scheme) {
      case "http", "https" -> fetch(url, address);
      case "file" -> open(address.getPath());
      case "urn" -> "true";
      default -> throw new SchemaException("no URLLoader registered for " + GoQuote.quote(url));
    };
  }

  private static String open(String name) {
    try {
      Path file = Path.of(name);
      if (Files.size(file) > LARGEST) {
        throw new SchemaException(name + " is larger than " + LARGEST + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SchemaException("open " + name + ": no such file or directory", e);
    } catch (IOException e) {
      throw new SchemaException("open " + name + ": " + e.getMessage(), e);
    }
  }

  private String fetch(String url, URI address) {
    String failed = "HTTP request failed for " + url + ": Get " + GoQuote.quote(url) + ": ";
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    CompletableFuture<HttpResponse<String>> answering;
    try {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      answering = client.sendAsync(request, head -> new BoundedBody(LARGEST));
    } catch (IllegalArgumentException e) {
      throw new SchemaException(failed + e.getMessage(), e);
    }
    try {
      // Head and body: a server may send a byte now and then, for ever.
      HttpResponse<String> answer = answering.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new SchemaException(
            "HTTP request to " + url + " returned status " + answer.statusCode());
      }
      return answer.body();
    } catch (TimeoutException e) {
      throw new SchemaException(failed + "context deadline exceeded", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaException(failed + "interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new SchemaException(
          cause instanceof BoundedBody.TooLarge
              ? url + " is larger than " + LARGEST + " bytes"
              : failed + words(cause, address),
          e);
    } finally {
      answering.cancel(true);
    }
  }

  private static String words(@Nullable Throwable cause, URI address) {
    return cause instanceof ConnectException
        ? "dial tcp " + address.getAuthority() + ": connect: connection refused"
        : cause instanceof HttpTimeoutException
            ? "context deadline exceeded"
            : cause == null ? "failed" : String.valueOf(cause.getMessage());
  }

  /** Documents by their address, and the check that references lead somewhere. */
  static final class Session {
    private final JsonNode root;
    private final Map<String, String> documents = new HashMap<>();

    private final UnaryOperator<String> load;

    private Session(JsonNode root, UnaryOperator<String> load) {
      this.root = root;
      this.load = load;
    }

    /** For the library; null is what it has itself. */
    synchronized @Nullable InputStreamSource source(AbsoluteIri iri) {
      String address = iri.toString();
      if (isMeta(address) || address.startsWith("classpath:")) {
        return null;
      }
      String text = address.equals(ChartSchema.LOCATION) ? root.toString() : document(address);
      return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized String document(String address) {
      String known = documents.get(address);
      if (known == null) {
        if (documents.size() >= MOST_DOCUMENTS) {
          throw new SchemaException("more than " + MOST_DOCUMENTS + " documents are referred to");
        }
        known = load.apply(address);
        documents.put(address, known);
      }
      return known;
    }

    private static boolean isMeta(String address) {
      return (address.startsWith("http://" + META) && isKnown(address, 7))
          || (address.startsWith("https://" + META) && isKnown(address, 8));
    }

    private static boolean isKnown(String address, int start) {
      String path = address.substring(start + META.length());
      return path.equals("schema")
          || path.startsWith("draft-04/")
          || path.startsWith("draft-06/")
          || path.startsWith("draft-07/")
          || path.startsWith("draft/2019-09/")
          || path.startsWith("draft/2020-12/");
    }

    /**
     * Follows every reference once.
     *
     * @throws SchemaException for the first that leads nowhere
     */
    void checkReferences(JsonNode document, String base) {
      if (document.findValue("$id") != null || document.findValue("id") != null) {
        // Names given inside change what references mean; the validator finds those out itself.
        return;
      }
      Queue<JsonNode> open = new ArrayDeque<>();
      open.add(document);
      for (JsonNode node = open.poll(); node != null; node = open.poll()) {
        JsonNode reference = node.isObject() ? node.get("$ref") : null;
        if (reference != null && reference.isTextual()) {
          checkReference(document, base, reference.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          switch (field.getKey()) {
            case "enum", "const", "default", "examples" -> {}
            default -> open.add(field.getValue());
          }
        }
        if (node.isArray()) {
          node.forEach(open::add);
        }
      }
    }

    private void checkReference(JsonNode document, String base, String reference) {
      int hash = reference.indexOf('#');
      String place = hash < 0 ? reference : reference.substring(0, hash);
      String fragment = hash < 0 ? "" : reference.substring(hash + 1);
      if (place.isEmpty()) {
        checkFragment(document, base, fragment);
        return;
      }
      String address;
      try {
        address = URI.create(base).resolve(place).toString();
      } catch (IllegalArgumentException e) {
        throw new SchemaException(
            "error in parsing " + GoQuote.quote(reference) + ": " + e.getMessage(), e);
      }
      if (address.startsWith("file:/") && !address.startsWith("file:///")) {
        address = "file://" + address.substring("file:".length());
      }
      if (isMeta(address) || documents.containsKey(address)) {
        return;
      }
      JsonNode other =
          address.equals(ChartSchema.LOCATION) ? root : ChartSchema.read(document(address));
      checkFragment(other, address, fragment);
      if (!address.equals(ChartSchema.LOCATION)) {
        checkReferences(other, address);
      }
    }

    private static void checkFragment(JsonNode document, String base, String fragment) {
      if (fragment.isEmpty()) {
        return;
      }
      String shown = GoQuote.quote(base + "#" + fragment);
      if (!fragment.startsWith("/")) {
        for (String key : new String[] {"$anchor", "$dynamicAnchor"}) {
          for (JsonNode anchor : document.findValues(key)) {
            if (anchor.isTextual() && anchor.textValue().equals(fragment)) {
              return;
            }
          }
        }
        throw new SchemaException(
            "anchor in " + shown + " not found in schema " + GoQuote.quote(base));
      }
      JsonNode at = document;
      for (String token : fragment.substring(1).split("/", -1)) {
        String name = decoded(token).replace("~1", "/").replace("~0", "~");
        at =
            at.isArray() && name.matches("\\d{1,9}")
                ? at.path(Integer.parseInt(name))
                : at.path(name);
      }
      if (at.isMissingNode()) {
        throw new SchemaException("json-pointer in " + shown + " not found");
      }
    }

    private static String decoded(String token) {
      try {
        return URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return token;
      }
    }
  }
}
