/**
 * Field ownership as server-side apply defines it: sets of field paths, comparison, merge, removal,
 * and the managers of an object. Entry point: {@link Ownership}. Works on trees and shapes alone;
 * must not know storage or HTTP.
 */
@NullMarked
package io.autohelm.sandbox.fields;

import org.jspecify.annotations.NullMarked;
