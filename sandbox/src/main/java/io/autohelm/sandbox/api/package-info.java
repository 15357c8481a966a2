/**
 * The verbs on objects: create, read, update, patch, apply, delete, with defaulting, validation,
 * finalizers and garbage collection. Entry point: {@link Operations}. Must not know HTTP.
 */
@NullMarked
package io.autohelm.sandbox.api;

import org.jspecify.annotations.NullMarked;
