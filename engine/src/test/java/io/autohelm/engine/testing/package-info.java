/**
 * The test bed: a real Kubernetes API server and a real Helm for tests, and golden files.
 *
 * <p>Entry points are {@link io.autohelm.engine.testing.Golden} and, for integration tests, the
 * annotations {@code RealCluster} and {@code RealHelm}. It travels to the other modules in the
 * test-jar, so it must not know the classes under test.
 */
@NullMarked
package io.autohelm.engine.testing;

import org.jspecify.annotations.NullMarked;
