/**
 * What is done with releases: install, upgrade, roll back, test, uninstall, with hooks, as Helm
 * does it; a class for each.
 *
 * <p>Entry point: {@link io.autohelm.engine.action.Actions}, with its options in {@link
 * io.autohelm.engine.action.ActionPolicy}. What the actions need of a cluster is declared here as
 * {@link io.autohelm.engine.action.Cluster}; this package must not know how a cluster is reached.
 */
@NullMarked
package io.autohelm.engine.action;

import org.jspecify.annotations.NullMarked;
