package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that templates may call. Arguments arrive checked and converted by {@link #signature}:
 * a parameter {@code string} is never anything but a String, {@code int} a Long, {@code float64} a
 * Double, {@code int64} a {@link GoInteger}; only {@code any} may be null.
 *
 * <p>An ordinary failure is a {@link GoError}, which the template reports as {@code error calling
 * NAME: message}.
 */
@FunctionalInterface
public interface GoFunction {

  @Nullable Object call(List<@Nullable Object> args);

  /** The parameters; any number of anything unless said otherwise. */
  default Signature signature() {
    return Signature.ANYTHING;
  }

  /**
   * A function with Go's parameter list, such as {@code "string, int"} or {@code "any, ...string"}.
   */
  static GoFunction of(String parameters, GoFunction body) {
    return new SignedFunction(Signature.parse(parameters), body);
  }

  /** A function with parameters that were read before. */
  static GoFunction of(Signature signature, GoFunction body) {
    return new SignedFunction(signature, body);
  }

  /**
   * A function that is known to the parser but given anew with each run: see {@link
   * TemplateSet#execute}. Until then calling it is a {@link GoError}.
   */
  static GoFunction late(String parameters) {
    return new LateFunction(Signature.parse(parameters));
  }
}
