/**
 * The API over HTTP: paths and queries to verbs, answers in the form that was asked for (object,
 * table, metadata only, watch stream). Entry point: {@link ApiServer}. Decides nothing about
 * objects.
 */
@NullMarked
package io.autohelm.sandbox.http;

import org.jspecify.annotations.NullMarked;
