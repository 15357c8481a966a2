package io.autohelm.engine.gotemplate;

import java.util.Map;

/** Shows the functions of the language itself to tests of other packages. */
public final class LanguageFunctions {
  private LanguageFunctions() {}

  public static Map<String, GoFunction> table() {
    return Builtins.TABLE;
  }
}
