package io.autohelm.engine.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorReason;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.loader.ResourceLocator;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The Jinja templates of one chart. Data are plain, a value is never itself read as a template, an
 * unknown variable is an error, and steps, time, depth and output are bounded.
 */
public final class JinjaTemplates {
  /** How many pieces of template may be rendered for one file, each pass of a loop anew. */
  private static final int MOST_STEPS = 1_000_000;

  private static final long MOST_OUTPUT = 16L * 1024 * 1024;
  private static final long LONGEST_TEXT = 16L * 1024 * 1024;
  private static final int LONGEST_VARIABLE = 1024 * 1024;
  private static final int DEEPEST = 50;
  private static final int LONGEST_LIST = 100_000;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Map<String, String> texts;
  private final String folder;
  private final LongSupplier nanos;
  private final long end;

  /**
   * @param texts the templates by name
   * @param folder the folder whose templates may be included by the rest of their name
   * @param end until when they may be rendered: see {@link #deadline}
   */
  public JinjaTemplates(Map<String, String> texts, String folder, long end) {
    this(texts, folder, System::nanoTime, end);
  }

  /**
   * @param nanos a clock that only goes forward
   */
  JinjaTemplates(Map<String, String> texts, String folder, LongSupplier nanos, long end) {
    this.texts = Map.copyOf(texts);
    this.folder = folder + "/";
    this.nanos = nanos;
    this.end = end;
  }

  /** The end of a rendering that begins now. */
  public static long deadline() {
    return System.nanoTime() + LONGEST.toNanos();
  }

  /**
   * Renders one.
   *
   * @param name of the template
   * @param scope what it sees; trees of maps, lists, text, numbers and truth
   * @throws JinjaException if it fails
   */
  public String render(String name, Map<String, @Nullable Object> scope) {
    Steps steps = new Steps(nanos, end);
    Jinjava jinjava = new Jinjava(config(steps));
    jinjava.setResourceLocator(new Siblings());
    for (JinjaFilter filter : JinjaFilter.all()) {
      jinjava.registerFilter(filter);
    }
    jinjava.registerFunction(
        new ELFunctionDefinition("", "fail", JinjaTemplates.class, "fail", Object.class));
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    scope.forEach((key, value) -> plain.put(key, PlainData.of(value)));
    RenderResult result;
    try {
      result = jinjava.renderForResult(texts.getOrDefault(name, ""), plain);
    } catch (Exceeded e) {
      throw new JinjaException(name, e.line, e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new JinjaException(name, 0, "templates are nested too deeply", null);
    } catch (OutOfMemoryError e) {
      // One text asked for all of it; it is gone with the rendering.
      throw new JinjaException(name, 0, "the template wants more memory than there is", null);
    }
    Exceeded exceeded = steps.exceeded;
    if (exceeded != null) {
      throw new JinjaException(name, exceeded.line, exceeded.getMessage(), exceeded);
    }
    List<TemplateError> errors = result.getErrors();
    if (!errors.isEmpty()) {
      throw failure(name, errors.get(0), steps.line);
    }
    return result.getOutput();
  }

  private static JinjavaConfig config(Steps steps) {
    return JinjavaConfig.newBuilder()
        .withNestedInterpretationEnabled(false)
        .withFailOnUnknownTokens(true)
        .withElResolver(new PlainResolver())
        .withProcessors(
            JinjavaProcessors.newBuilder()
                .withNodePreProcessor(steps::count)
                .withNodePostProcessor(steps::measure)
                .build())
        .withMaxOutputSize(MOST_OUTPUT)
        .withMaxStringLength(LONGEST_TEXT)
        .withMaxRenderDepth(DEEPEST)
        .withMaxMacroRecursionDepth(DEEPEST)
        .withRangeLimit(LONGEST_LIST)
        .withMaxListSize(LONGEST_LIST)
        .withMaxMapSize(LONGEST_LIST)
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withKeepTrailingNewline(true)
        .withDisabled(
            Map.of(
                Context.Library.FILTER,
                Set.of("center", "format", "indent", "render", "log", "shuffle", "random")))
        .build();
  }

  private static JinjaException failure(String name, TemplateError error, int lastLine) {
    int line = error.getLineno() > 0 ? error.getLineno() : lastLine;
    for (Throwable at = error.getException(); at != null; at = at.getCause()) {
      if (at instanceof JinjaFilter.Refusal refusal) {
        return new JinjaException(name, line, String.valueOf(refusal.getMessage()), at);
      }
    }
    String message =
        error.getReason() == ErrorReason.OUTPUT_TOO_BIG
            ? "the output is larger than " + MOST_OUTPUT + " bytes"
            : error.getMessage();
    return new JinjaException(name, line, message, error.getException());
  }

  /** The template function: refuses the values. Public because Jinjava calls it by reflection. */
  public static Object fail(Object message) {
    throw new JinjaFilter.Refusal(String.valueOf(message));
  }

  /** Includes see the chart's own templates, by full name or from the templates folder. */
  private final class Siblings implements ResourceLocator {
    @Override
    public String getString(String name, Charset encoding, JinjavaInterpreter interpreter)
        throws IOException {
      String text = texts.get(name);
      if (text == null) {
        text = texts.get(folder + name);
      }
      if (text == null) {
        throw new FileNotFoundException("the chart has no template " + name);
      }
      return text;
    }
  }

  /** Too much work. */
  private static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    Exceeded(int line, String message) {
      super(message, null, false, false);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** What one rendering has done so far. */
  private static final class Steps {
    private final LongSupplier nanos;
    private final long end;
    private int count;
    private int line;
    private @Nullable Exceeded exceeded;

    Steps(LongSupplier nanos, long end) {
      this.nanos = nanos;
      this.end = end;
    }

    /** A text that is set from itself doubles with every step. */
    void measure(Node node, JinjavaInterpreter interpreter) {
      if (node instanceof TagNode tag && tag.getName().equals("set")) {
        for (String name : tag.getHelpers().split("=", 2)[0].split(",", -1)) {
          Object value = interpreter.getContext().get(name.strip());
          if (value instanceof CharSequence text && text.length() > LONGEST_VARIABLE) {
            exceeded =
                new Exceeded(
                    node.getLineNumber(),
                    "a variable is longer than " + LONGEST_VARIABLE + " characters");
            throw exceeded;
          }
        }
      }
    }

    void count(Node node, JinjavaInterpreter interpreter) {
      count++;
      line = node.getLineNumber();
      if (exceeded == null && count > MOST_STEPS) {
        exceeded = new Exceeded(node.getLineNumber(), "more than " + MOST_STEPS + " steps");
      }
      if (exceeded == null && (count & 0xff) == 0 && nanos.getAsLong() - end > 0) {
        exceeded =
            new Exceeded(
                node.getLineNumber(),
                "rendering takes longer than " + LONGEST.toSeconds() + " seconds");
      }
      Exceeded now = exceeded;
      if (now != null) {
        throw now;
      }
    }
  }
}
