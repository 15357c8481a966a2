package io.autohelm.sandbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every group of cases needs: an API server, and a namespace of the test's own. */
interface Contract {
  Api api();

  @BeforeEach
  default void ownNamespace() {
    api().begin();
  }

  @AfterEach
  default void leave() {
    api().end();
  }
}
