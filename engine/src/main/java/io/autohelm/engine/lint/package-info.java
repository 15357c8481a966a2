/**
 * Examines a chart as {@code helm lint} does: the same rules, the same severities, the same words,
 * and the line that a finding is about where there is one.
 *
 * <p>Entry point: {@link io.autohelm.engine.lint.ChartLint}. This package renders charts; it must
 * not know repositories, releases or clusters.
 */
@NullMarked
package io.autohelm.engine.lint;

import org.jspecify.annotations.NullMarked;
