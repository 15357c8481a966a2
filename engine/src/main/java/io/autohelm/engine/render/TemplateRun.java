package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoNamedMap;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.MissingKey;
import io.autohelm.engine.gotemplate.ParsedText;
import io.autohelm.engine.gotemplate.RunSettings;
import io.autohelm.engine.gotemplate.Signature;
import io.autohelm.engine.gotemplate.TemplateException;
import io.autohelm.engine.gotemplate.TemplateSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One rendering of a chart's templates, the loop of Helm's engine. Made for one use by one thread.
 */
public final class TemplateRun {
  /** How often a name may be included inside itself, as Helm counts. */
  private static final int MOST_NESTED = 1000;

  /** Room for a chart that includes itself as deeply as Helm allows. Touched only as it is used. */
  private static final long DEEP_STACK = 1L << 30;

  /** How often {@code tpl} may run inside {@code tpl}; Helm's process dies of its stack instead. */
  private static final int MOST_TEXTS = 1000;

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Signature TEXT = Signature.parse("string");
  private static final Signature TEXT_AND_ANY = Signature.parse("string, any");
  private static final Signature FOUR_TEXTS = Signature.parse("string, string, string, string");

  private static final String NO_VALUE = "<no value>";

  private static final String MISSING_VALUE = "missing required value";
  private static final String MISSING_VALUES = "missing required values";
  private static final String FAIL = "funcMap fail";

  /**
   * How to render.
   *
   * @param strict a missing value is an error ({@code --strict} of helm lint)
   * @param lint {@code required} and {@code fail} do not fail
   * @param dns {@code getHostByName} may ask; otherwise it is empty
   * @param log takes what Helm logs where a linted {@code required} or {@code fail} does not fail
   */
  public record Options(
      boolean strict, boolean lint, boolean dns, Lookup lookup, Consumer<String> log) {
    /** As {@code helm template} renders. */
    public static final Options PLAIN = new Options(false, false, false, Lookup.NOTHING);

    /** A rendering that has nothing to log. */
    public Options(boolean strict, boolean lint, boolean dns, Lookup lookup) {
      this(strict, lint, dns, lookup, line -> {});
    }

    /** As {@code helm lint} renders. */
    static Options linting(Consumer<String> log) {
      return new Options(false, true, false, Lookup.NOTHING, log);
    }
  }

  private final ParsedTemplates parsed;
  private final Options options;
  private final MissingKey missingKey;
  private final Map<String, Integer> included = new HashMap<>();
  private final Map<String, GoFunction> bound;
  private final Budget budget;
  private int textDepth;

  /** A rendering that may take a minute, from now on. */
  public TemplateRun(ParsedTemplates parsed, Options options) {
    this(parsed, options, Budget.of(System::nanoTime, LONGEST.toNanos()));
  }

  TemplateRun(ParsedTemplates parsed, Options options, Budget budget) {
    this.budget = budget;
    this.parsed = parsed;
    this.options = options;
    this.missingKey = options.strict() ? MissingKey.ERROR : MissingKey.ZERO;
    this.bound =
        Map.of(
            "required", GoFunction.of(TEXT_AND_ANY, this::required),
            "fail", GoFunction.of(TEXT, this::fail),
            "lookup", GoFunction.of(FOUR_TEXTS, this::lookup),
            "getHostByName", GoFunction.of(TEXT, this::host));
  }

  /**
   * Renders each source that is not a partial.
   *
   * @param sources those that were parsed, with the scopes for this rendering
   * @return what each gave, by name, in Helm's order of rendering
   * @throws RenderException with Helm's words
   */
  public Map<String, String> render(Collection<TemplateSource> sources) {
    Map<String, TemplateSource> byName = new HashMap<>();
    for (TemplateSource source : sources) {
      byName.put(source.name(), source);
    }
    try {
      return renderAll(byName);
    } catch (StackOverflowError e) {
      // Rare enough that it is cheaper to begin again than to give every rendering its own thread.
      included.clear();
      textDepth = 0;
      return renderDeep(byName);
    }
  }

  private Map<String, String> renderDeep(Map<String, TemplateSource> byName) {
    AtomicReference<@Nullable Map<String, String>> rendered = new AtomicReference<>();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                rendered.set(renderAll(byName));
              } catch (StackOverflowError e) {
                failure.set(new RenderException("rendering template failed: stack overflow", e));
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            "render-deep",
            DEEP_STACK);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RenderException("rendering template failed: interrupted", e);
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    Map<String, String> result = rendered.get();
    if (result == null) {
      throw new RenderException("rendering template failed: no result", null);
    }
    return result;
  }

  private Map<String, String> renderAll(Map<String, TemplateSource> byName) {
    return budget.spentBy(() -> renderWithin(byName));
  }

  private Map<String, String> renderWithin(Map<String, TemplateSource> byName) {
    RunSettings settings = settings(parsed.set());
    Map<String, String> rendered = new LinkedHashMap<>();
    long printed = 0;
    for (String name : parsed.names()) {
      TemplateSource source = byName.get(name);
      if (source == null || isPartial(name)) {
        continue;
      }
      Map<String, @Nullable Object> template = new LinkedHashMap<>();
      template.put("Name", name);
      template.put("BasePath", source.basePath());
      source.scope().put("Template", new GoNamedMap(Renderer.VALUES_TYPE, template));
      GoNamedMap dot = new GoNamedMap(Renderer.VALUES_TYPE, source.scope());
      StringBuilder out = new StringBuilder(source.file().data().length + 256);
      try {
        parsed.set().execute(ParsedTemplates.ROOT, name, dot, out, settings);
      } catch (TemplateException e) {
        throw new RenderException(ErrorText.ofExecuting(e), e);
      }
      printed += out.length();
      if (printed > Budget.MOST_RENDERED) {
        throw new RenderException(
            "execution error at ("
                + name
                + "): the templates print more than "
                + Budget.MOST_RENDERED
                + " characters together",
            null);
      }
      rendered.put(name, withoutNoValue(out));
    }
    return rendered;
  }

  private static boolean isPartial(String name) {
    return name.startsWith("_", name.lastIndexOf('/') + 1);
  }

  private static String withoutNoValue(StringBuilder out) {
    return out.indexOf(NO_VALUE) < 0 ? out.toString() : out.toString().replace(NO_VALUE, "");
  }

  /** The late functions for templates that run with that set's names at hand. */
  private RunSettings settings(TemplateSet set) {
    Map<String, GoFunction> late = new HashMap<>(bound);
    RunSettings settings = new RunSettings(missingKey, late, budget);
    late.put("include", GoFunction.of(TEXT_AND_ANY, args -> include(set, settings, args)));
    late.put("tpl", GoFunction.of(TEXT_AND_ANY, args -> template(set, args)));
    return settings;
  }

  private String include(TemplateSet set, RunSettings settings, List<@Nullable Object> args) {
    String name = String.valueOf(args.get(0));
    int depth = included.getOrDefault(name, 0);
    if (depth > MOST_NESTED) {
      throw new GoError(
          "rendering template has a nested reference name: "
              + name
              + ": unable to execute template",
          new GoError("unable to execute template"));
    }
    included.put(name, depth + 1);
    try {
      StringBuilder out = new StringBuilder();
      set.execute(ParsedTemplates.ROOT, name, args.get(1), out, settings);
      return out.toString();
    } finally {
      included.put(name, depth);
    }
  }

  private String template(TemplateSet set, List<@Nullable Object> args) {
    String text = String.valueOf(args.get(0));
    StringBuilder out = new StringBuilder(text.length() + 64);
    if (!text.contains("{{")) {
      return withoutNoValue(out.append(text));
    }
    ParsedText read;
    try {
      read = parsed.text(text);
    } catch (TemplateException e) {
      throw new GoError("cannot parse template " + GoQuote.quote(text) + ": " + e.getMessage(), e);
    }
    TemplateSet fork = set.fork();
    fork.add(read);
    if (textDepth >= MOST_TEXTS) {
      throw new GoError("tpl runs inside tpl more than " + MOST_TEXTS + " times");
    }
    textDepth++;
    try {
      fork.execute(read, args.get(1), out, settings(fork));
    } catch (TemplateException e) {
      throw new GoError(
          "error during tpl function execution for " + GoQuote.quote(text) + ": " + e.getMessage(),
          e);
    } finally {
      textDepth--;
    }
    return withoutNoValue(out);
  }

  private @Nullable Object required(List<@Nullable Object> args) {
    Object value = args.get(1);
    if (value != null && !value.equals("")) {
      return value;
    }
    if (options.lint()) {
      options
          .log()
          .accept((value == null ? MISSING_VALUE : MISSING_VALUES) + " message=" + args.get(0));
      return "";
    }
    throw new GoError(ErrorText.warning(String.valueOf(args.get(0))));
  }

  private String fail(List<@Nullable Object> args) {
    if (options.lint()) {
      options.log().accept(FAIL + " message=" + args.get(0));
      return "";
    }
    throw new GoError(ErrorText.warning(String.valueOf(args.get(0))));
  }

  private Map<String, @Nullable Object> lookup(List<@Nullable Object> args) {
    if (options.lint()) {
      return new LinkedHashMap<>();
    }
    List<String> texts = new ArrayList<>();
    args.forEach(arg -> texts.add(String.valueOf(arg)));
    return options.lookup().find(texts.get(0), texts.get(1), texts.get(2), texts.get(3));
  }

  private String host(List<@Nullable Object> args) {
    if (!options.dns()) {
      return "";
    }
    try {
      return InetAddress.getByName(String.valueOf(args.get(0))).getHostAddress();
    } catch (UnknownHostException e) {
      throw new GoError("invalid argument to Intn", e);
    }
  }
}
