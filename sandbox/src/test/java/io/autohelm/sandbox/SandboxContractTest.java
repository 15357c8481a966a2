package io.autohelm.sandbox;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept by the sandbox. */
final class SandboxContractTest
    implements ObjectContract, PatchContract, ApplyContract, ListContract, DiscoveryContract {
  private static Sandbox sandbox;

  private final Api api = new Api(HttpClient.newHttpClient(), sandbox.address(), "");

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(SandboxOptions.standard());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Override
  public Api api() {
    return api;
  }
}
