/**
 * The resources which the API serves: the built-in table, those that custom resource definitions
 * add, and the documents in which clients discover them. Entry point: {@link ResourceTypes}. Must
 * not know stored objects.
 */
@NullMarked
package io.autohelm.sandbox.kinds;

import org.jspecify.annotations.NullMarked;
