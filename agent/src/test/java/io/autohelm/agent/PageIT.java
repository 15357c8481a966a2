package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.drift.DriftedField;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.testing.RealBrowser;
import io.autohelm.agent.testing.TestBrowser;
import io.autohelm.engine.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages in a real browser, over states that were only told. */
@RealBrowser
final class PageIT {
  private static final String TOKEN = "a-token-for-tests-1";
  private static final List<String> PAGES =
      List.of(
          "/",
          "/?health=failed&q=pay",
          "/?q=nothing-like-this",
          "/releases/web/shop",
          "/releases/web/shop/history",
          "/releases/web/shop/values",
          "/releases/ml/trainer/history",
          "/releases/pay/gateway",
          "/releases/pay/ledger",
          "/sources/shops",
          "/nothing");

  @TempDir private Path folder;
  private SamplePage page;

  @BeforeEach
  void begin() throws IOException {
    page = new SamplePage(Files.writeString(folder.resolve("token"), TOKEN + "\n"));
  }

  @AfterEach
  void end() {
    page.close();
  }

  private static List<String> texts(TestBrowser browser, String selector) {
    return browser.all(selector).stream().map(WebElement::getText).toList();
  }

  @Test
  void theOverviewIsFilteredSearchedAndSorted(TestBrowser browser) {
    page.aDay();
    browser.open(page.at("/"));
    List<String> names = texts(browser, "table[aria-label=Releases] tbody th");
    assertEquals(13, names.size());
    assertEquals("pay/gateway", names.get(0), "what failed is first");
    assertTrue(browser.text("#r-pay-gateway").contains("cannot be pulled"));
    assertTrue(browser.text("#r-web-shop").contains("2.4.1 is out"));
    assertTrue(browser.text("#s-shops").contains("shops/outlet.yaml:12:5: spec.chart.version"));
    assertTrue(browser.text("#s-platform").contains("Ann Lee, 7 min ago"));

    browser.find("#chip-waiting").click();
    assertEquals("/?health=waiting", pathOf(browser));
    assertEquals(
        List.of("pay/ledger", "web/outlet"), texts(browser, "table[aria-label=Releases] tbody th"));
    browser.find("#q").sendKeys("postgres", Keys.ENTER);
    browser.until("it is found", () -> pathOf(browser).contains("q=postgres"));
    assertEquals(List.of("web/outlet"), texts(browser, "table[aria-label=Releases] tbody th"));
    browser.open(page.at("/?sort=-name"));
    assertEquals("web/shop", texts(browser, "table[aria-label=Releases] tbody th").get(0));
    assertEquals("descending", browser.find("th[aria-sort=descending]").getAttribute("aria-sort"));
    browser.open(page.at("/?q=nothing-like-this"));
    assertTrue(browser.text("main").contains("No release matches"));
  }

  private static String pathOf(TestBrowser browser) {
    String query = browser.address().getRawQuery();
    return browser.address().getRawPath() + (query == null ? "" : "?" + query);
  }

  @Test
  void aReleaseTellsWhatIsAndWhatToDo(TestBrowser browser) {
    page.aDay();
    browser.open(page.at("/releases/pay/ledger"));
    assertTrue(browser.text("main").contains("autohelm approve " + SamplePage.DIGEST));
    browser.open(page.at("/releases/web/shop"));
    String text = browser.text("main");
    assertTrue(text.contains("kubectl-scale"), text);
    assertTrue(text.contains("patch 2.4.1 is out"), text);
    assertTrue(text.contains("web/shop.yaml:1"), text);
    assertEquals(
        "https://github.com/acme/platform/commit/" + SamplePage.COMMIT,
        browser.find("dl a[href*=commit]").getAttribute("href"));
    browser.find("nav.tabs a[href$=history]").click();
    browser.until("the history", () -> texts(browser, "tbody tr").size() == 4);
    browser.find("nav.tabs a[href$=values]").click();
    browser.until("the values", () -> browser.text("main").contains("resources.limits.memory"));
    assertTrue(browser.text("main").contains("over 1 in chart shop-2.4.0, shop/values.yaml:4"));
    browser.open(page.at("/releases/ml/trainer/history"));
    assertTrue(browser.text("main").contains("no answer from the cluster"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void nobodyIsShutOut(String theme, TestBrowser browser) {
    page.aDay();
    List<String> found = new ArrayList<>();
    for (String path : PAGES) {
      browser.size(1280, 900).look(Map.of("prefers-color-scheme", theme)).open(page.at(path));
      browser.violations().forEach(violation -> found.add(path + " " + violation));
      String folder = System.getProperty("autohelm.pictures");
      if (folder != null) {
        String name = theme + path.replaceAll("\\W+", "-") + ".png";
        browser.picture(Path.of(folder, name));
        browser.size(320, 700).picture(Path.of(folder, "phone-" + name));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void nothingComesFromElsewhereAndNothingIsForbidden(TestBrowser browser) {
    page.aDay();
    for (String path : PAGES) {
      browser.open(page.at(path));
    }
    TestBrowser.Logged logged = browser.logged();
    String ours = page.at("/").toString();
    assertTrue(logged.requests().size() > PAGES.size());
    logged
        .requests()
        .forEach(
            request ->
                assertTrue(request.startsWith(ours) || request.equals("about:blank"), request));
    logged.complaints().removeIf(complaint -> complaint.contains("/nothing - Failed to load"));
    assertEquals(List.of(), logged.complaints());
  }

  @Test
  void nothingHasToBeScrolledSideways(TestBrowser browser) {
    page.aDay();
    page.tell(
        page.synced(
            "a-namespace-with-a-long-name/release-with-fifty-three-characters-in-its-very-name",
            "a-chart-whose-name-is-far-too-long-for-anybody-1.0.0-rc.1",
            Step.LEAVE,
            "",
            "W".repeat(300)));
    for (String path : PAGES) {
      browser.size(320, 700).open(page.at(path));
      Object wide = browser.run("return document.documentElement.scrollWidth > innerWidth");
      assertEquals(false, wide, path);
    }
  }

  @Test
  void hostileTextsAreTexts(TestBrowser browser) {
    String hostile =
        "\"'><img src=x onerror=document.title='owned'><script>owned()</script>{{7*7}}";
    page.tell(page.read("platform", "https://github.com/a/" + hostile, hostile));
    page.tell(
        page.synced(
            "web/" + "shop",
            hostile,
            Step.LEAVE,
            hostile,
            hostile,
            SamplePage.drifted(
                "web",
                hostile,
                new DriftedField("/" + hostile, hostile, "Update", null, hostile, hostile))));
    page.tell(
        page.health("web/shop", Health.Level.DEGRADED, hostile, hostile.replace("/", "") + "/x"));
    for (String path :
        List.of("/", "/releases/web/shop", "/sources/platform", "/?q=%22%3E%3Cimg")) {
      browser.open(page.at(path));
      assertEquals(0, browser.all("main img, main script").size(), path);
      assertFalse(browser.text("main").contains("49"), path);
      assertFalse(browser.run("return document.title").equals("owned"), path);
    }
    browser.open(page.at("/releases/web/shop"));
    assertTrue(browser.text("main").contains(hostile));
    assertEquals(List.of(), browser.logged().complaints());
  }

  @Test
  void theKeyboardSuffices(TestBrowser browser) {
    page.aDay();
    browser.open(page.at("/")).tab();
    assertEquals("Skip to content", browser.focused().getText());
    browser.type(Keys.ENTER);
    assertEquals("main", browser.run("return document.activeElement.id"));
    browser.type("/");
    assertEquals("q", browser.focused().getAttribute("id"));
    browser.type("ledger", Keys.ENTER);
    browser.until("one is left", () -> texts(browser, "tbody tr[id^=r-]").size() == 1);
    reach(browser, "pay/ledger").sendKeys(Keys.ENTER);
    browser.until("its page", () -> browser.address().getPath().equals("/releases/pay/ledger"));
    reach(browser, "Give the token").sendKeys(Keys.ENTER);
    browser.until("a dialog", () -> browser.all("dialog[open]").size() == 1);
    browser.type(TOKEN, Keys.TAB, "Ann", Keys.ENTER);
    browser.until("buttons", () -> browser.find("[data-order=approve]").isEnabled());
    reach(browser, "Approve").sendKeys(Keys.ENTER);
    browser.type("seen", Keys.ENTER);
    browser.until("it is ordered", () -> page.orders.size() == 1);
    assertEquals("Ann (page)", page.orders.get(0).by());
    assertEquals("seen", page.orders.get(0).reason());
    assertEquals(SamplePage.DIGEST, page.orders.get(0).subject());
    browser.until(
        "what will happen", () -> browser.text("#actions-answer").contains("carried out now"));
    assertEquals("Approve", browser.focused().getText(), "the focus is back");
  }

  /** Presses the tabulator until something with that text has the focus, which must be seen. */
  private static WebElement reach(TestBrowser browser, String text) {
    for (int i = 0; i < 60; i++) {
      browser.tab();
      WebElement focused = browser.focused();
      if (focused.getText().equals(text)) {
        assertFalse(focused.getCssValue("outline-style").equals("none"), text);
        return focused;
      }
    }
    throw new AssertionError("the tabulator does not come to " + text);
  }

  @Test
  void aWrongTokenIsForgottenAndCancellingOrdersNothing(TestBrowser browser) {
    page.aDay();
    browser.open(page.at("/releases/web/shop"));
    assertFalse(browser.find("[data-order=sync]").isEnabled());
    browser.find("#sign-in").click();
    browser.type("not the token", Keys.ENTER);
    browser.find("[data-order=sync]").click();
    browser.until("a question", () -> browser.all("dialog[open]").size() == 1);
    browser.type(Keys.ENTER);
    browser.until(
        "it is refused", () -> browser.text("#actions-answer").contains("this is not the token"));
    assertFalse(browser.find("[data-order=sync]").isEnabled());
    browser.find("#sign-in").click();
    browser.type(TOKEN, Keys.ENTER);
    browser.find("[data-order=rollback]").click();
    assertTrue(browser.text("dialog").contains("left alone until chart or values change"));
    browser.type(Keys.ESCAPE);
    browser.until("it is closed", () -> browser.all("dialog").isEmpty());
    assertEquals(List.of(), page.orders);
  }

  @Test
  void withoutATokenFileThePageSaysHowToSwitchOrdersOn(TestBrowser browser) {
    try (SamplePage closed = new SamplePage(null)) {
      closed.aDay();
      browser.open(closed.at("/releases/web/shop"));
      assertTrue(browser.text("#actions").contains("http.tokenFile"));
      assertEquals(0, browser.all("#actions button").size());
    }
  }

  @Test
  void whatChangesIsReplacedAndNothingElse(TestBrowser browser) {
    page.aDay();
    browser.open(page.at("/"));
    browser.until("it is live", () -> browser.text("#live").equals("Live"));
    browser.find("#q").sendKeys("typing");
    browser.run(
        "window.kept = document.getElementById('r-web-cart'); window.scrollTo(0, 150);"
            + "getSelection().selectAllChildren(document.getElementById('r-obs-loki'))");
    page.tell(page.synced("web/cart", "cart-1.8.2", Step.LEAVE, "", "the API server is away"));
    browser.until("it is told", () -> browser.text("#r-web-cart").contains("is away"));
    assertEquals("typing", browser.find("#q").getAttribute("value"));
    assertEquals(true, browser.run("return window.kept === document.getElementById('r-web-cart')"));
    assertEquals(150L, ((Number) browser.run("return Math.round(scrollY)")).longValue());
    assertTrue(
        String.valueOf(browser.run("return String(getSelection())")).contains("loki"),
        "the selection stays");
    browser.until(
        "it is said", () -> browser.find("#news").getAttribute("textContent").contains("2 failed"));
    page.tell(page.synced("web/new", "new-1.0.0", Step.INSTALL, "it is new", null));
    browser.until("a new one is there", () -> browser.all("#r-web-new").size() == 1);
  }

  @Test
  void thousandsAreShownInParts(TestBrowser browser) {
    for (int i = 0; i < 5000; i++) {
      page.tell(
          page.synced(
              "ns-" + i % 50 + "/release-" + i,
              "chart-1.0." + i % 9,
              Step.LEAVE,
              "",
              i % 100 == 0 ? "it failed" : null));
    }
    browser.open(page.at("/"));
    assertEquals(100, browser.all("tbody tr[id^=r-]").size());
    assertTrue(browser.text("nav.pages").contains("1 to 100 of 5000"));
    browser.find("a[rel=next]").click();
    browser.until("more", () -> browser.text("nav.pages").contains("101 to 200 of 5000"));
    browser.find("#chip-failed").click();
    browser.until("the failed", () -> browser.text("nav.pages").contains("1 to 50 of 50"));
  }
}
