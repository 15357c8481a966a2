package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoFunction;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * The whole Sprig table as Helm offers it: without {@code env} and {@code expandenv}, and without
 * the JSON functions, which Helm's own table defines.
 *
 * <p>Where Go's map order is random ({@code keys}, {@code values}) the order here is that of the
 * sorted keys, so that a chart renders to equal bytes each time.
 */
public final class SprigFunctions {
  private final Map<String, GoFunction> table;

  /**
   * @param clock gives the time to {@code now} and the certificates, and its zone is Go's local one
   */
  public SprigFunctions(Clock clock, SecureRandom random) {
    Table functions = new Table();
    Strings.addTo(functions);
    RandomText.addTo(functions, random);
    StringLists.addTo(functions);
    Integers.addTo(functions, random);
    Decimals.addTo(functions);
    Defaults.addTo(functions);
    Encodings.addTo(functions);
    Lists.addTo(functions);
    Dicts.addTo(functions);
    Conversions.addTo(functions);
    Paths.addTo(functions);
    new Regexes().addTo(functions);
    Reflection.addTo(functions);
    Semvers.addTo(functions);
    Urls.addTo(functions);
    new Dates(clock).addTo(functions);
    Hashes.addTo(functions);
    new Passwords(random).addTo(functions);
    new Certificates(clock, random).addTo(functions);
    this.table = functions.functions();
  }

  /** The functions by name. */
  public Map<String, GoFunction> table() {
    return table;
  }
}
