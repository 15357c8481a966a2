/**
 * The Sprig functions that Helm gives to charts, as tables of lambdas, one class a family.
 *
 * <p>Enter by {@link io.autohelm.engine.sprig.SprigFunctions}. The package knows Go's values and
 * functions ({@code gotemplate}) and versions ({@code semver}); it knows nothing of charts, YAML or
 * JSON, whose functions Helm defines itself, and reads neither files nor the environment.
 */
@NullMarked
package io.autohelm.engine.sprig;

import org.jspecify.annotations.NullMarked;
