package io.autohelm.agent.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Looks for a secret in all that is shown, and remembers where it was. */
public final class CanaryWatch {
  private static final int LONGEST_LINE = 1 << 16;
  private static final CanaryWatch OF_THIS_RUN = new CanaryWatch(Canary.ofThisRun());
  private static boolean listens;

  private final Canary canary;
  private final List<String> findings = new CopyOnWriteArrayList<>();

  CanaryWatch(Canary canary) {
    this.canary = canary;
  }

  /** The one for the secret of this JVM. */
  public static CanaryWatch ofThisRun() {
    return OF_THIS_RUN;
  }

  /** From now on looks into what this JVM prints. */
  static synchronized void listen() {
    if (listens) return;
    listens = true;
    System.setOut(OF_THIS_RUN.over("standard output", System.out));
    System.setErr(OF_THIS_RUN.over("standard error", System.err));
  }

  /**
   * Looks into a text.
   *
   * @param place what to call the place in which it is shown
   */
  public void look(String place, @Nullable String text) {
    if (text == null) return;
    Optional<String> form = canary.shownIn(text);
    if (form.isPresent()) {
      // What is told of it must not be a finding itself.
      String lines = canary.linesThatShow(text);
      findings.add(place + " shows the secret (" + form.get() + "): " + canary.hiddenIn(lines));
    }
  }

  /** What was found since somebody last asked. */
  public List<String> takeFindings() {
    List<String> found = List.copyOf(findings);
    findings.removeAll(found);
    return found;
  }

  /** A stream that prints to another one and is looked into, line by line. */
  PrintStream over(String place, PrintStream to) {
    return new PrintStream(new Lines(place, to), true, StandardCharsets.UTF_8);
  }

  private final class Lines extends OutputStream {
    private final String place;
    private final PrintStream to;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(String place, PrintStream to) {
      this.place = place;
      this.to = to;
    }

    @Override
    public synchronized void write(int one) throws IOException {
      to.write(one);
      line.write(one);
      if (one == '\n' || line.size() > LONGEST_LINE) {
        look(place, line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
      for (int i = from; i < from + count; i++) {
        write(bytes[i]);
      }
    }

    @Override
    public synchronized void flush() {
      to.flush();
    }
  }
}
