package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ClientFactoryTest {
  @Test
  void asksForTheCipherThatIsFastInPlainJavaAndOffersAllOthers() throws Exception {
    String[] offered = SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
    String[] suites = Objects.requireNonNull(ClientFactory.suites());
    assertEquals("TLS_CHACHA20_POLY1305_SHA256", suites[0]);
    assertEquals(offered.length, suites.length);
    assertEquals(Set.of(offered), Set.of(suites));
  }
}
