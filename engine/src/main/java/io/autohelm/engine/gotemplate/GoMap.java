package io.autohelm.engine.gotemplate;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map of another type than {@code map[string]interface {}}. It cannot change. */
public final class GoMap extends AbstractMap<String, @Nullable Object> implements GoTyped {
  private static final GoMap NIL = new GoMap(GoType.MAP, Map.of(), true);

  private final GoType type;
  private final Map<String, @Nullable Object> entries;
  private final boolean isNil;

  private GoMap(GoType type, Map<String, @Nullable Object> entries, boolean isNil) {
    this.type = type;
    this.entries = entries;
    this.isNil = isNil;
  }

  /** A nil {@code map[string]interface {}}: empty, but JSON and YAML print it as null. */
  public static GoMap nil() {
    return NIL;
  }

  /** A nil map of that type. */
  public static GoMap nil(GoType type) {
    return new GoMap(type, Map.of(), true);
  }

  public boolean isNil() {
    return isNil;
  }

  /** A view of the entries as a map of that type, such as {@link GoType#STRING_MAP}. */
  public static GoMap of(GoType type, Map<String, @Nullable Object> entries) {
    return new GoMap(type, entries, false);
  }

  public GoType type() {
    return type;
  }

  @Override
  public String typeName() {
    return type.name();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return entries.containsKey(key);
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return entries.entrySet();
  }
}
