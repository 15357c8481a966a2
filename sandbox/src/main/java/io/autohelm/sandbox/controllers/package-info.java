/**
 * What the controllers and the kubelet of a cluster would do, shortened: workloads become ready,
 * jobs complete, claims are bound. Entry point: {@link Controllers}. Must not know HTTP.
 */
@NullMarked
package io.autohelm.sandbox.controllers;

import org.jspecify.annotations.NullMarked;
