/**
 * The Go template language: text in, parsed templates that many threads may share, text out.
 *
 * <p>Enter by {@link io.autohelm.engine.gotemplate.TemplateSet}. Functions come from outside as
 * {@link io.autohelm.engine.gotemplate.GoFunction}s; the package knows nothing of charts, YAML or
 * Sprig. Go values are plain Java values: nil is null, bool Boolean, string String, float64 Double,
 * int Long, []any a List, map[string]any a Map with String keys, []byte a byte[]; whatever Java has
 * no word for is one of the small {@code Go...} types here.
 */
@NullMarked
package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.NullMarked;
