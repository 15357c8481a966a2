package io.autohelm.engine.values;

import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.Keyword;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.Vocabularies;
import com.networknt.schema.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The editions of JSON Schema that Helm takes. */
enum SchemaDraft {
  DRAFT_4("http://json-schema.org/draft-04/schema", VersionFlag.V4),
  DRAFT_6("http://json-schema.org/draft-06/schema", VersionFlag.V6),
  DRAFT_7("http://json-schema.org/draft-07/schema", VersionFlag.V7),
  DRAFT_2019("https://json-schema.org/draft/2019-09/schema", VersionFlag.V201909),
  DRAFT_2020("https://json-schema.org/draft/2020-12/schema", VersionFlag.V202012);

  private final String location;
  private final VersionFlag version;

  SchemaDraft(String location, VersionFlag version) {
    this.location = location;
    this.version = version;
  }

  /** The edition that {@code $schema} names, with or without TLS and a closing hash. */
  static @Nullable SchemaDraft named(String url) {
    String bare = withoutScheme(url.endsWith("#") ? url.substring(0, url.length() - 1) : url);
    if (bare.equals("json-schema.org/schema")) {
      return DRAFT_2020;
    }
    for (SchemaDraft draft : values()) {
      if (withoutScheme(draft.location).equals(bare)) {
        return draft;
      }
    }
    return null;
  }

  private static String withoutScheme(String url) {
    int end = url.indexOf("://");
    return end < 0 ? url : url.substring(end + 3);
  }

  String iri() {
    return compareTo(DRAFT_2019) < 0 ? location + "#" : location;
  }

  String shownIri() {
    return location + "#";
  }

  /** Newer editions take {@code format} as a remark. */
  boolean assertsFormats() {
    return compareTo(DRAFT_2019) < 0;
  }

  /** A factory for schemas that say nothing of their edition, or name one of the known. */
  JsonSchemaFactory factory(SchemaReferences.Session session) {
    List<JsonMetaSchema> editions = new ArrayList<>();
    for (SchemaDraft draft : values()) {
      editions.add(draft.ours());
    }
    return JsonSchemaFactory.builder()
        .defaultMetaSchemaIri(iri())
        .metaSchemas(editions)
        .enableSchemaCache(true)
        .schemaLoaders(loaders -> loaders.values(list -> list.add(session::source)))
        .build();
  }

  /** The library's edition with Helm's formats, and references that are counted. */
  private JsonMetaSchema ours() {
    JsonMetaSchema theirs = JsonSchemaFactory.checkVersion(version).getInstance();
    return JsonMetaSchema.builder(theirs)
        .formats(SchemaDraft::replaceFormats)
        .keywords(SchemaDraft::replaceReference)
        .vocabularyFactory(SchemaDraft::vocabulary)
        .build();
  }

  private static void replaceFormats(Map<String, Format> formats) {
    formats.clear();
    SchemaFormats.all().forEach(format -> formats.put(format.getName(), format));
  }

  /** Newer editions take their keywords from vocabularies. */
  private static @Nullable Vocabulary vocabulary(String id) {
    Vocabulary theirs = Vocabularies.getVocabulary(id);
    if (theirs == null) {
      return null;
    }
    Keyword[] keywords =
        theirs.getKeywords().stream()
            .map(
                keyword ->
                    keyword.getValue().equals(SchemaRefKeyword.NAME)
                        ? new SchemaRefKeyword()
                        : keyword)
            .toArray(Keyword[]::new);
    return new Vocabulary(id, keywords);
  }

  private static void replaceReference(Map<String, Keyword> keywords) {
    keywords.put(SchemaRefKeyword.NAME, new SchemaRefKeyword());
  }
}
