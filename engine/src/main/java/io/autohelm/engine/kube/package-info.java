/**
 * A real Kubernetes API server by fabric8: the cluster that actions work on, the store of release
 * records, and what templates look up.
 *
 * <p>Entry point: {@link io.autohelm.engine.kube.KubeConnection}. The only package that knows
 * fabric8; objects travel as the engine's own trees and JSON, so that nothing is lost or reworded
 * on the way.
 */
@NullMarked
package io.autohelm.engine.kube;

import org.jspecify.annotations.NullMarked;
