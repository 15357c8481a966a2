/** A small Kubernetes API in memory, over HTTP on loopback. */
@NullMarked
package io.autohelm.sandbox;

import org.jspecify.annotations.NullMarked;
