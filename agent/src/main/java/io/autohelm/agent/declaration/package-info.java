/**
 * The desired releases of a commit: files to Jinja to YAML to checked declarations, and problems
 * with file and line.
 *
 * <p>Entry point: {@link io.autohelm.agent.declaration.DeclarationReader}. Files come through
 * {@link io.autohelm.agent.declaration.SourceFiles}; this package must not know Git, clusters or
 * what becomes of a declaration.
 */
@NullMarked
package io.autohelm.agent.declaration;

import org.jspecify.annotations.NullMarked;
