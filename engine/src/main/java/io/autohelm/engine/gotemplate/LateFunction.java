package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name and parameter list whose body each run brings along. Called without one it answers in the
 * words of Helm's own stand-ins.
 */
record LateFunction(Signature signature) implements GoFunction {
  @Override
  public @Nullable Object call(List<@Nullable Object> args) {
    throw new GoError("not implemented");
  }
}
