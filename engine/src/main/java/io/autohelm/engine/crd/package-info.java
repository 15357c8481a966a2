/**
 * What a new CustomResourceDefinition would do to the objects of the one that is there: a pure
 * comparison of two trees.
 *
 * <p>Entry point: {@link io.autohelm.engine.crd.CrdComparison}. It must not know how definitions
 * are had or written.
 */
@NullMarked
package io.autohelm.engine.crd;

import org.jspecify.annotations.NullMarked;
