package io.autohelm.engine.gotemplate;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A slice of another type than {@code []interface {}}, or one that is nil. It cannot change. */
public final class GoList extends AbstractList<@Nullable Object> implements GoTyped, RandomAccess {
  private static final GoList NIL = new GoList(GoType.LIST, List.of(), true);

  private final GoType type;
  private final List<? extends @Nullable Object> items;
  private final boolean isNil;

  private GoList(GoType type, List<? extends @Nullable Object> items, boolean isNil) {
    this.type = type;
    this.items = items;
    this.isNil = isNil;
  }

  /** A view of the items as a slice of that type. */
  public static GoList of(GoType type, List<? extends @Nullable Object> items) {
    return new GoList(type, items, false);
  }

  /** A {@code []string}. */
  public static GoList strings(List<String> items) {
    return new GoList(GoType.STRINGS, items, false);
  }

  /** A nil {@code []interface {}}: empty, but JSON and YAML print it as null. */
  public static GoList nil() {
    return NIL;
  }

  /** A nil slice of that type. */
  public static GoList nil(GoType type) {
    return new GoList(type, List.of(), true);
  }

  public boolean isNil() {
    return isNil;
  }

  public GoType type() {
    return type;
  }

  @Override
  public String typeName() {
    return type.name();
  }

  @Override
  public @Nullable Object get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }
}
