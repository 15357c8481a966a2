/** The program: settings and wiring. The only package that knows all the others. */
@NullMarked
package io.autohelm.agent;

import org.jspecify.annotations.NullMarked;
