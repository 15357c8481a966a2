/**
 * The structure of kinds: which fields a type has, which lists are told apart by which keys, what
 * is atomic, and how protobuf numbers them. Entry points: {@link Structures}, {@link Protobuf}.
 * Must not know how objects are stored or served.
 */
@NullMarked
package io.autohelm.sandbox.schema;

import org.jspecify.annotations.NullMarked;
