package io.autohelm.engine.gotemplate;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map seen as a named Go type whose underlying type is {@code map[string]interface {}}, as {@code
 * .Values} is. The map itself keeps its type: who holds the same entries otherwise sees a plain
 * map, and what templates change in one shows in the other.
 */
public final class GoNamedMap extends AbstractMap<String, @Nullable Object> implements GoTyped {
  private final String typeName;
  private final Map<String, @Nullable Object> entries;

  /**
   * @param typeName as {@code %T} prints it, such as {@code common.Values}
   */
  public GoNamedMap(String typeName, Map<String, @Nullable Object> entries) {
    this.typeName = typeName;
    this.entries = entries;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return entries.containsKey(key);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return entries.get(key);
  }

  @Override
  public @Nullable Object put(String key, @Nullable Object value) {
    return entries.put(key, value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    return entries.remove(key);
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return entries.entrySet();
  }
}
