/**
 * Side-by-side runs of this project and the real Helm on a folder of charts. {@link
 * io.autohelm.benchmarks.Parity} compares what both print, {@link
 * io.autohelm.benchmarks.RenderSpeed} how long both take. Nothing else knows this package.
 */
@NullMarked
package io.autohelm.benchmarks;

import org.jspecify.annotations.NullMarked;
