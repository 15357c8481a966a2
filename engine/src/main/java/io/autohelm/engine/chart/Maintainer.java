package io.autohelm.engine.chart;

/** Who maintains a chart; a part that Chart.yaml leaves out is the empty string. */
public record Maintainer(String name, String email, String url) {}
