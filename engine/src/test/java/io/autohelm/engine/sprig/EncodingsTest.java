package io.autohelm.engine.sprig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.gotemplate.GoFunction;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Go's own packages answer to texts that are odd or no encoding at all. */
class EncodingsTest {
  private static final Map<String, GoFunction> FUNCTIONS =
      new SprigFunctions(Clock.systemUTC(), new SecureRandom()).table();

  @ParameterizedTest
  @CsvSource(
      value = {
        "MFRGG===, abc",
        "MFRGG, illegal base32 data at input byte 0",
        "JDE=, illegal base32 data at input byte 4",
        "JD=E====, illegal base32 data at input byte 2",
        "JDE=====, illegal base32 data at input byte 3",
        "ME======, a",
        "ME======A, a",
        "M=======, illegal base32 data at input byte 1",
        "ME=======A=====, illegal base32 data at input byte 2",
        "abc, illegal base32 data at input byte 0",
      })
  void base32(String text, String expected) throws Exception {
    assertEquals(expected, FUNCTIONS.get("b32dec").call(List.of(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "YWJj, abc",
    "YQ==, a",
    "YQ=a, illegal base64 data at input byte 2",
    "YQ=, illegal base64 data at input byte 3",
    "YQ, illegal base64 data at input byte 0",
    "YQ==YQ==, illegal base64 data at input byte 4",
    "=, illegal base64 data at input byte 0",
    "YW$j, illegal base64 data at input byte 2",
  })
  void base64(String text, String expected) throws Exception {
    assertEquals(expected, FUNCTIONS.get("b64dec").call(List.of(text)));
  }
}
