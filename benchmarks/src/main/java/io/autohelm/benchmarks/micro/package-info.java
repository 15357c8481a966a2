/**
 * JMH benchmarks of the engine's parts on one small chart, the one that {@code autohelm create}
 * makes. Entry point: {@link io.autohelm.benchmarks.micro.EngineParts}, run by {@code
 * benchmarks/jmh}. They tell whether a change of one part pays; {@link
 * io.autohelm.benchmarks.RenderSpeed} tells what it means for real charts.
 */
@NullMarked
package io.autohelm.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
