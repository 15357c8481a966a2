package io.autohelm.engine.gotemplate;

/** A complex128; templates can write one, nothing in Kubernetes has ever wanted one. */
record GoComplex(double real, double imaginary) {}
