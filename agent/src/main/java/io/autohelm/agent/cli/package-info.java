/**
 * The command line: one class a command.
 *
 * <p>Entry point: {@link io.autohelm.agent.cli.RootCommand}. The only package that knows picocli.
 * Commands that only read or render start neither Micronaut nor Quartz.
 */
@NullMarked
package io.autohelm.agent.cli;

import org.jspecify.annotations.NullMarked;
