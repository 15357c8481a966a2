/**
 * Git by JGit: which commit a ref names, that commit fetched, and its files without a checkout.
 *
 * <p>Entry point: {@link io.autohelm.agent.git.GitRepository}. The only package that knows JGit; it
 * must not know what the files mean.
 */
@NullMarked
package io.autohelm.agent.git;

import org.jspecify.annotations.NullMarked;
