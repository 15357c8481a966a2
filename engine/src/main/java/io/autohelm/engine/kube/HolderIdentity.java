package io.autohelm.engine.kube;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds a lock: a name for people, and the process in a form by which a later one on the same
 * machine sees that it is gone, and need not wait until its time has run out.
 */
final class HolderIdentity {
  /** Place, process id, start of the process, and a number of this object. */
  private static final Pattern TEXT =
      Pattern.compile("(.*) #([0-9a-f]{8})-(\\d+)-(\\d+)-[0-9a-f]+");

  private HolderIdentity() {}

  /** An identity that no other process has, nor another one made in this process. */
  static String of(String actor) {
    ProcessHandle self = ProcessHandle.current();
    return actor
        + "@"
        + host()
        + " #"
        + place()
        + "-"
        + self.pid()
        + "-"
        + start(self)
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  /** What of an identity is for people. */
  static String name(String identity) {
    Matcher found = TEXT.matcher(identity);
    return found.matches() ? found.group(1) : identity;
  }

  /** Whether the identity is of a process that ran on this machine and does not any more. */
  static boolean isGone(String identity) {
    Matcher found = TEXT.matcher(identity);
    if (!found.matches() || !found.group(2).equals(place())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(found.group(3)));
    return process.isEmpty() || start(process.get()) != Long.parseLong(found.group(4));
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * Process ids mean something only within one boot of one machine and one space of process ids.
   * Where the system does not tell them the place is like no other.
   */
  private static String place() {
    return Place.NAME;
  }

  private static final class Place {
    static final String NAME = read();

    private static String read() {
      String text;
      try {
        text =
            Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      } catch (IOException | UnsupportedOperationException e) {
        text = UUID.randomUUID().toString();
      }
      return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
          .toString()
          .substring(0, 8);
    }
  }
}
