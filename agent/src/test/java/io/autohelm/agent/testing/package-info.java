/**
 * Git for tests: a bare repository that is easy to commit to, and real servers for it over HTTP and
 * SSH in this JVM.
 *
 * <p>Entry points are {@link io.autohelm.agent.testing.TestRepository}, {@link
 * io.autohelm.agent.testing.GitHttpServer} and {@link io.autohelm.agent.testing.GitSshServer}. It
 * must not know the agent's own packages.
 */
@NullMarked
package io.autohelm.agent.testing;

import org.jspecify.annotations.NullMarked;
