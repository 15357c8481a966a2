package io.autohelm.engine.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.FormatValidator;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.MessageSourceValidationMessage;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The formats that Helm's validator knows, each with its reason for a refusal. */
final class SchemaFormats {
  private SchemaFormats() {}

  /** Says why a text is not of a format; null if it is. */
  @FunctionalInterface
  interface Check {
    @Nullable String refusal(String text);
  }

  static List<Format> all() {
    return List.of(
        new Named("json-pointer", PointerFormats::pointer),
        new Named("relative-json-pointer", PointerFormats::relative),
        new Named("uuid", PointerFormats::uuid),
        new Named("duration", TimeFormats::duration),
        new Named("period", TimeFormats::period),
        new Named("date", TimeFormats::date),
        new Named("time", TimeFormats::time),
        new Named("date-time", TimeFormats::dateTime),
        new Named("ipv4", NetFormats::ipv4),
        new Named("ipv6", NetFormats::ipv6),
        new Named("hostname", NetFormats::hostname),
        new Named("email", NetFormats::email),
        new Named("uri", NetFormats::uri),
        new Named("iri", NetFormats::uri),
        new Named("uri-reference", NetFormats::reference),
        new Named("iri-reference", NetFormats::reference),
        new Named("uri-template", NetFormats::template),
        new Named("semver", PointerFormats::semver),
        new Named("regex", SchemaFormats::regex));
  }

  private static @Nullable String regex(String text) {
    try {
      Pattern.compile(text);
      return null;
    } catch (PatternSyntaxException e) {
      return e.getMessage();
    }
  }

  /** The rune as Go's %q prints it. */
  static String quoted(int rune) {
    String text = SchemaWords.quote(Character.toString(rune));
    return text.equals("'\\\\'") ? "'\\\\'" : text;
  }

  private record Named(String name, Check check) implements Format {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Set<ValidationMessage> validate(
        ExecutionContext executionContext,
        ValidationContext validationContext,
        JsonNode node,
        JsonNode rootNode,
        JsonNodePath instanceLocation,
        boolean assertionsEnabled,
        Supplier<MessageSourceValidationMessage.Builder> message,
        FormatValidator formatValidator) {
      if (!assertionsEnabled || !node.isTextual()) {
        return Set.of();
      }
      String refusal = check.refusal(node.textValue());
      if (refusal == null) {
        return Set.of();
      }
      String text = SchemaWords.quote(node.textValue()) + " is not valid " + name + ": " + refusal;
      return Set.of(message.get().arguments(text).build());
    }
  }
}
