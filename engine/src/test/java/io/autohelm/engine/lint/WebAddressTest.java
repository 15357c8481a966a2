package io.autohelm.engine.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows were put to the library that Helm asks. */
class WebAddressTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a@example.org,           true",
    "a.b+c@sub.example.org,   true",
    "a@b,                     false",
    "a,                       false",
    "a@example.1,             false",
    "a b@example.org,         false",
    "'',                      false",
  })
  void emails(String text, boolean expected) {
    assertEquals(expected, WebAddress.isEmail(text));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "https://example.org,            true",
    "https://example.org/a?b=c#d,    true",
    "example.org,                    true",
    "localhost:80,                   true",
    "https://127.0.0.1:8080/x,       true",
    "http://foo_bar.example.org,     true",
    "user:pw@example.org/,           true",
    "http://a.b-.c,                  false",
    "foo://example.org,              false",
    "x,                              false",
    "https://exa mple.org,           false",
    ".example.org,                   false",
    "example,                        false",
  })
  void urls(String text, boolean expected) {
    assertEquals(expected, WebAddress.isUrl(text));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "https://example.org/a b,    true",
    "mailto:a,                   true",
    "file:///x,                  true",
    "/x,                         false",
    "x,                          false",
    "'',                         false",
    "https://exa mple.org,       false",
    "https://example.org/%zz,    false",
    "https://example.org:port/,  false",
    "1http://x,                  false",
  })
  void requestUrls(String text, boolean expected) {
    assertEquals(expected, WebAddress.isRequestUrl(text));
  }
}
