/**
 * The pages for people, rendered here and working without script, with one stylesheet and one
 * module of script. The entry point is {@code PageController}. It shows what {@code status} knows
 * and must not know how that came to be; nothing here changes anything: orders go to the API.
 */
@NullMarked
package io.autohelm.agent.page;

import org.jspecify.annotations.NullMarked;
