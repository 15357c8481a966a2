package io.autohelm.engine.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.engine.gotemplate.GoStrings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Helm's own packages behind a pipe: what they make of a template, a YAML text and the like. */
public final class TestOracle implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final BufferedReader answers;

  private TestOracle(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static TestOracle start(Path program) {
    try {
      ProcessBuilder builder = new ProcessBuilder(program.toString());
      builder.environment().put("TZ", "UTC");
      return new TestOracle(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What Helm said.
   *
   * @param output what it gave
   * @param error its words where it failed; empty where it did not
   */
  public record Answer(String output, String error) {}

  /**
   * Asks one question.
   *
   * @param question {@code template}, {@code yaml}, {@code set}, {@code set-string}, {@code
   *     set-json}, {@code set-literal}, {@code coalesce} or {@code status}
   * @param text the template, the YAML or the string; empty where there is none
   * @param data a template's values, or a tree of charts
   * @param values the values to start with
   */
  public synchronized Answer ask(
      String question,
      byte[] text,
      @Nullable Map<String, ?> data,
      @Nullable Map<String, ?> values) {
    Map<String, @Nullable Object> asked = new LinkedHashMap<>();
    asked.put("op", question);
    asked.put("text", text);
    asked.put("data", data);
    asked.put("values", values);
    try {
      OutputStream questions = process.getOutputStream();
      questions.write(json.writeValueAsBytes(asked));
      questions.write('\n');
      questions.flush();
      String line = answers.readLine();
      if (line == null)
        throw new AssertionError("the oracle died of " + question + " " + GoStrings.decode(text));
      JsonNode answer = json.readTree(line);
      return new Answer(text(answer.get("output")), text(answer.get("error")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode node) throws IOException {
    return node.isNull() ? "" : GoStrings.decode(node.binaryValue());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
