package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoFunction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions by name, as they are gathered family by family. */
final class Table {

  @FunctionalInterface
  interface Body {
    @Nullable Object call(Args args);
  }

  private final Map<String, GoFunction> functions = new LinkedHashMap<>();

  /** Adds a function with Go's parameter list. */
  void add(String name, String parameters, Body body) {
    functions.put(name, GoFunction.of(parameters, args -> body.call(new Args(args))));
  }

  /** Gives a function another name as well. */
  void alias(String name, String other) {
    GoFunction function = functions.get(other);
    if (function == null) {
      throw new IllegalArgumentException("no function " + other + " to alias");
    }
    functions.put(name, function);
  }

  Map<String, GoFunction> functions() {
    return Collections.unmodifiableMap(functions);
  }
}
