package io.autohelm.agent.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.git.FolderTree;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a screen. */
public final class TestBrowser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;
  private final Path profile;

  private TestBrowser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** What may be asked until it holds. */
  public interface Question {
    boolean holds();
  }

  static boolean isThere() {
    return program("AUTOHELM_CHROMIUM", "chromium", "chromium-browser", "google-chrome").isPresent()
        && program("AUTOHELM_CHROMEDRIVER", "chromedriver").isPresent();
  }

  private static Optional<Path> program(String variable, String... names) {
    String given = System.getenv(variable);
    if (given != null && !given.isBlank()) {
      return Optional.of(Path.of(given)).filter(Files::isExecutable);
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (String name : names) {
        Path file = Path.of(folder, name);
        if (!folder.isEmpty() && Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  static TestBrowser start() {
    try {
      Path profile = Files.createTempDirectory("autohelm-browser-");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(
          program("AUTOHELM_CHROMIUM", "chromium", "chromium-browser", "google-chrome")
              .orElseThrow()
              .toFile());
      options.addArguments(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-proxy-server",
          "--force-prefers-reduced-motion",
          "--user-data-dir=" + profile);
      LoggingPreferences logs = new LoggingPreferences();
      logs.enable(LogType.PERFORMANCE, Level.ALL);
      logs.enable(LogType.BROWSER, Level.ALL);
      options.setCapability("goog:loggingPrefs", logs);
      ChromeDriverService driver =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(
                  program("AUTOHELM_CHROMEDRIVER", "chromedriver").orElseThrow().toFile())
              .build();
      return new TestBrowser(new ChromeDriver(driver, options), profile);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** As a new one: light, wide, with nothing kept. */
  void reset() {
    driver.get("about:blank");
    look(Map.of());
    size(1280, 900);
    logged();
  }

  /** Goes to an address. */
  public TestBrowser open(URI address) {
    driver.get(address.toString());
    return this;
  }

  /** Loads the page again. */
  public void reload() {
    driver.navigate().refresh();
  }

  /** The size of the window, in CSS pixels. */
  public TestBrowser size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  /** What the user prefers, for example {@code prefers-color-scheme} and {@code dark}. */
  public TestBrowser look(Map<String, String> features) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            features.entrySet().stream()
                .map(feature -> Map.of("name", feature.getKey(), "value", feature.getValue()))
                .toList()));
    return this;
  }

  /** The first element that a CSS selector names. */
  public WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  public List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** What people read of an element. */
  public String text(String selector) {
    return find(selector).getText();
  }

  public URI address() {
    return URI.create(String.valueOf(driver.getCurrentUrl()));
  }

  /** What a script gives. */
  public Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Types where the focus is. */
  public TestBrowser type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    return this;
  }

  /** Presses the tabulator once. */
  public TestBrowser tab() {
    return type(Keys.TAB);
  }

  /** The element with the focus. */
  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** Waits for something that must come true; the time given is far more than it ever takes. */
  public void until(String what, Question question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    RuntimeException last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (question.holds()) return;
      } catch (RuntimeException notYet) {
        last = notYet;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
    throw new AssertionError("never came true: " + what + "\n" + text("body"), last);
  }

  /** The whole page as a picture. */
  public void picture(Path file) {
    Map<String, Object> answer =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What axe-core finds wrong with the page for people with disabilities: rule and elements. */
  public List<String> violations() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']})"
                + ".then(r => done(r.violations.map(v => v.id + ': '"
                + " + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))));");
    List<String> violations = new ArrayList<>();
    ((List<?>) found).forEach(violation -> violations.add(String.valueOf(violation)));
    return violations;
  }

  private static String axe() {
    try (InputStream script = TestBrowser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * All that was asked for since the last call, as addresses, and what the console complains of.
   */
  public Logged logged() {
    TreeSet<String> requests = new TreeSet<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      try {
        JsonNode message = JSON.readTree(entry.getMessage()).path("message");
        if (message.path("method").asText().equals("Network.requestWillBeSent")) {
          requests.add(message.at("/params/request/url").asText());
        }
      } catch (JsonProcessingException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    List<String> complaints = new ArrayList<>();
    driver
        .manage()
        .logs()
        .get(LogType.BROWSER)
        .forEach(entry -> complaints.add(entry.getLevel() + " " + entry.getMessage()));
    return new Logged(List.copyOf(requests), complaints);
  }

  /** What the browser noted. */
  public record Logged(List<String> requests, List<String> complaints) {}

  @Override
  public void close() {
    driver.quit();
    // The browser's last process may be slower than we are; the folder is a temporary one.
    FolderTree.discard(profile);
  }
}
