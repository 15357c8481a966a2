package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call's arguments, which the signature has already checked. */
record Args(List<@Nullable Object> list) {

  /** What Go says when a nil is used as if it were something. */
  static final String NIL_USED = "runtime error: invalid memory address or nil pointer dereference";

  int size() {
    return list.size();
  }

  @Nullable Object any(int index) {
    return list.get(index);
  }

  Object some(int index) {
    Object value = list.get(index);
    if (value == null) {
      throw new GoError(NIL_USED);
    }
    return value;
  }

  String string(int index) {
    return (String) some(index);
  }

  long number(int index) {
    return (Long) some(index);
  }

  double decimal(int index) {
    return (Double) some(index);
  }

  boolean bool(int index) {
    return (Boolean) some(index);
  }

  @SuppressWarnings("unchecked") // Maps have string keys wherever a template can see them.
  Map<String, @Nullable Object> map(int index) {
    return (Map<String, @Nullable Object>) some(index);
  }

  List<@Nullable Object> from(int index) {
    return list.subList(index, list.size());
  }
}
