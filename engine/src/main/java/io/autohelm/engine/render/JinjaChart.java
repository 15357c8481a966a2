package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.jinja.JinjaException;
import io.autohelm.engine.jinja.JinjaTemplates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The templates of a chart that says {@code engine: jinja}: they see what Go templates see, under
 * the same names, as plain maps and lists.
 */
record JinjaChart(List<TemplateSource> sources) {
  static boolean speaks(Chart chart) {
    return chart.metadata().engine().equals("jinja");
  }

  /**
   * Renders all that are not partials, by name.
   *
   * @param end until when: see {@link JinjaTemplates#deadline}
   */
  Map<String, String> render(long end) {
    Map<String, String> rendered = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    sources.forEach(source -> texts.put(source.name(), source.text()));
    long printed = 0;
    for (TemplateSource source : sources) {
      String name = source.name();
      if (name.startsWith("_", name.lastIndexOf('/') + 1)) {
        continue;
      }
      try {
        String text = new JinjaTemplates(texts, source.basePath(), end).render(name, scope(source));
        printed += text.length();
        if (printed > Budget.MOST_RENDERED) {
          throw new RenderException(
              "execution error at ("
                  + name
                  + "): the templates print more than "
                  + Budget.MOST_RENDERED
                  + " characters together",
              null);
        }
        rendered.put(name, text);
      } catch (JinjaException e) {
        throw new RenderException("execution error at (" + place(e), e);
      } catch (GoError e) {
        throw new RenderException("execution error at (" + name + "): " + e.getMessage(), e);
      }
    }
    return rendered;
  }

  private static String place(JinjaException e) {
    String message = String.valueOf(e.getMessage());
    int end = e.template().length() + (e.line() > 0 ? 1 + String.valueOf(e.line()).length() : 0);
    return message.substring(0, end) + "): " + message.substring(end + 2);
  }

  private static Map<String, @Nullable Object> scope(TemplateSource source) {
    Map<String, @Nullable Object> scope = new LinkedHashMap<>();
    source.scope().forEach((key, value) -> scope.put(key, plain(value)));
    Map<String, @Nullable Object> template = new LinkedHashMap<>();
    template.put("Name", source.name());
    template.put("BasePath", source.basePath());
    scope.put("Template", template);
    return scope;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    Object plain = GoValues.plain(value);
    if (plain instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (plain instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item)));
      return copy;
    }
    if (plain instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    return plain;
  }
}
