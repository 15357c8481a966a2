package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function together with its parameter list. */
record SignedFunction(Signature signature, GoFunction body) implements GoFunction {
  @Override
  public @Nullable Object call(List<@Nullable Object> args) {
    return body.call(args);
  }
}
