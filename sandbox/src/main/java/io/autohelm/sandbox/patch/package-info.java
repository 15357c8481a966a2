/**
 * JSON patch, merge patch and strategic merge patch on trees. Entry point: {@link Patches}. Must
 * not know storage or HTTP.
 */
@NullMarked
package io.autohelm.sandbox.patch;

import org.jspecify.annotations.NullMarked;
