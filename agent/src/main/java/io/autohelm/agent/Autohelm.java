package io.autohelm.agent;

/** The entry point of {@code autohelm.jar}. */
public final class Autohelm {
  private Autohelm() {}

  public static void main(String[] args) {
    System.out.println("autohelm");
  }
}
