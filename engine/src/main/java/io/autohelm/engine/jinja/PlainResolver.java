package io.autohelm.engine.jinja;

import com.hubspot.jinjava.el.ext.JinjavaBeanELResolver;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * What a dot and brackets reach: entries of maps and items of lists, and a few of Python's methods.
 * No Java property and no Java method is within reach, but for those of Jinjava's own filters,
 * tests and loops.
 */
final class PlainResolver extends ELResolver {
  private static final Pattern INDEX = Pattern.compile("-?[0-9]{1,9}");

  private final ELResolver beans = new JinjavaBeanELResolver();

  @Override
  public @Nullable Object getValue(
      ELContext context, @Nullable Object base, @Nullable Object property) {
    if (base instanceof Map<?, ?> map) {
      context.setPropertyResolved(true);
      return map.get(String.valueOf(property));
    }
    if (base instanceof List<?> list && INDEX.matcher(String.valueOf(property)).matches()) {
      context.setPropertyResolved(true);
      int number = Integer.parseInt(String.valueOf(property));
      int index = number < 0 ? list.size() + number : number;
      return index >= 0 && index < list.size() ? list.get(index) : null;
    }
    return base instanceof ForLoop ? beans.getValue(context, base, property) : null;
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      @Nullable Object method,
      Class<?> @Nullable [] types,
      @Nullable Object @Nullable [] params) {
    @Nullable Object[] args = params == null ? new @Nullable Object[0] : params;
    if (base instanceof Filter || base instanceof ExpTest) {
      return beans.invoke(context, base, method, types, params);
    }
    Object result = NONE;
    if (base instanceof Map<?, ?> map) {
      result = ofMap(map, String.valueOf(method), args);
    } else if (base instanceof CharSequence text) {
      result = ofText(text.toString(), String.valueOf(method), args);
    }
    if (result == NONE) {
      return null;
    }
    context.setPropertyResolved(true);
    return result;
  }

  private static final Object NONE = new Object();

  private static @Nullable Object ofMap(Map<?, ?> map, String method, @Nullable Object[] args) {
    TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return switch (method) {
      case "items" -> {
        List<Object> entries = new ArrayList<>();
        sorted.forEach((key, value) -> entries.add(new SimpleImmutableEntry<>(key, value)));
        yield entries;
      }
      case "keys" -> new ArrayList<>(sorted.keySet());
      case "values" -> new ArrayList<>(sorted.values());
      case "get" -> {
        Object value = args.length > 0 ? map.get(String.valueOf(args[0])) : null;
        yield value == null && args.length > 1 ? args[1] : value;
      }
      default -> NONE;
    };
  }

  private static @Nullable Object ofText(String text, String method, @Nullable Object[] args) {
    String first = args.length > 0 ? String.valueOf(args[0]) : "";
    return switch (method) {
      case "startswith" -> text.startsWith(first);
      case "endswith" -> text.endsWith(first);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "strip" -> text.strip();
      case "split" ->
          new ArrayList<>(
              Arrays.asList(
                  first.isEmpty()
                      ? text.strip().split("\\s+")
                      : text.split(Pattern.quote(first), -1)));
      default -> NONE;
    };
  }

  @Override
  public @Nullable Class<?> getType(
      ELContext context, @Nullable Object base, @Nullable Object property) {
    return Object.class;
  }

  @Override
  public void setValue(
      ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
    // Templates change nothing.
  }

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
    return true;
  }

  @Override
  public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return Object.class;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }
}
