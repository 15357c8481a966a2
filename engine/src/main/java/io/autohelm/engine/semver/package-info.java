/**
 * Semantic versions and constraints on them, as Helm's library Masterminds/semver 3.5 has them.
 *
 * <p>{@link io.autohelm.engine.semver.Version} and {@link io.autohelm.engine.semver.Constraint} are
 * the entry points. The package knows nothing of charts nor of any other package of the project.
 */
@NullMarked
package io.autohelm.engine.semver;

import org.jspecify.annotations.NullMarked;
