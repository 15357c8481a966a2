/**
 * What is done with releases: install, upgrade, uninstall, with hooks, as Helm does it.
 *
 * <p>Entry point: {@link io.autohelm.engine.action.Actions}. What the actions need of a cluster is
 * declared here as {@link io.autohelm.engine.action.Cluster}; this package must not know how a
 * cluster is reached.
 */
@NullMarked
package io.autohelm.engine.action;

import org.jspecify.annotations.NullMarked;
