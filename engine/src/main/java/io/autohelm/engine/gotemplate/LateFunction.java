package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A name and parameter list whose body each run brings along. */
record LateFunction(Signature signature) implements GoFunction {
  @Override
  public @Nullable Object call(List<@Nullable Object> args) {
    throw new GoError("not implemented");
  }
}
