package io.autohelm.agent.page;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.AutoCloseableSupplier.AutoCloseableImpl;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.tree.Node;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The pages' templates: our own files, parsed once. Every value is escaped where it is put into a
 * page, and none is ever read as a template itself.
 */
final class Templates {
  private static final JinjavaConfig CONFIG =
      JinjavaConfig.newBuilder().withNestedInterpretationEnabled(false).build();

  /** What tags leave behind; nothing in a page depends on it. */
  private static final Pattern BLANK = Pattern.compile("\n\\s*\n");

  private final Jinjava jinjava;
  private final Map<String, Node> parsed = new ConcurrentHashMap<>();

  /**
   * @param clock tells how long ago something was
   */
  Templates(Clock clock) {
    jinjava = new Jinjava(CONFIG);
    jinjava.setResourceLocator((name, encoding, interpreter) -> Assets.text(name));
    jinjava.getGlobalContext().setAutoEscape(true);
    Markup.filters(clock).forEach(jinjava.getGlobalContext()::registerFilter);
  }

  /**
   * A page.
   *
   * @param template the name of its file
   * @param values plain maps, lists, texts, numbers and booleans
   */
  String render(String template, Map<String, ?> values) {
    Node node =
        parsed.computeIfAbsent(template, name -> jinjava.newInterpreter().parse(Assets.text(name)));
    Context context = new Context(jinjava.getGlobalContext(), values);
    context.setAutoEscape(true);
    JinjavaInterpreter interpreter =
        new JinjavaInterpreter(jinjava, context, jinjava.getGlobalConfig());
    try (AutoCloseableImpl<JinjavaInterpreter> current =
        JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
      String page = current.value().render(node);
      for (TemplateError error : interpreter.getErrorsCopy()) {
        if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
          throw new IllegalStateException(
              template + ":" + error.getLineno() + ": " + error.getMessage());
        }
      }
      return BLANK.matcher(page).replaceAll("\n");
    }
  }
}
