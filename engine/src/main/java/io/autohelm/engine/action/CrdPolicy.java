package io.autohelm.engine.action;

/** What becomes of the CRDs in a chart's {@code crds/}; the names are Flux's. */
public enum CrdPolicy {
  /** They are left alone. */
  SKIP("Skip"),
  /** Those that do not exist yet are made; Helm's way at an installation. */
  CREATE("Create"),
  /** Those that exist are changed too, unless their objects could come to harm. */
  CREATE_REPLACE("CreateReplace");

  private final String text;

  CrdPolicy(String text) {
    this.text = text;
  }

  /** As declarations write it. */
  public String text() {
    return text;
  }
}
