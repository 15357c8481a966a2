/**
 * Objects in memory with one revision counter, a bounded history of changes, watches and selectors.
 * Entry point: {@link ObjectStore}. Must not know what objects mean.
 */
@NullMarked
package io.autohelm.sandbox.store;

import org.jspecify.annotations.NullMarked;
