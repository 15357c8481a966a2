package io.autohelm.agent.status;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change that the API server never makes to an object that exists, as its words tell: the
 * selector of a Deployment, the template of a Job, the address of a Service. No way of applying
 * helps, {@code force} neither; only another object of the same name does.
 *
 * @param kind with its group after a dot where it has one, as the server writes it
 */
record ImmutableField(String kind, String name) {
  private static final Pattern OBJECT =
      Pattern.compile("([A-Z][A-Za-z0-9]*(?:\\.[a-z0-9.-]+)?) \"([^\" ]+)\" is invalid: ");
  private static final Pattern NEVER =
      Pattern.compile(
          "field is immutable|may not change once set|is immutable after creation"
              + "|updates to statefulset spec for fields other than");

  /** The first object that such words are about; empty where an error is about something else. */
  static Optional<ImmutableField> of(String error) {
    Matcher object = OBJECT.matcher(error);
    while (object.find()) {
      // What belongs to this object goes on until the next one is named.
      Matcher other = OBJECT.matcher(error);
      int end = other.find(object.end()) ? other.start() : error.length();
      if (NEVER.matcher(error.substring(object.end(), end)).find()) {
        return Optional.of(new ImmutableField(object.group(1), object.group(2)));
      }
    }
    return Optional.empty();
  }

  /** What to do about it. */
  NextStep step(String namespace) {
    if (kind.equals("PersistentVolumeClaim") || kind.equals("PersistentVolume")) {
      return new NextStep(
          "The server never changes this of "
              + kind
              + " "
              + name
              + ", and to delete it would lose its data: take the change back in Git, or give the"
              + " claim another name and move the data.",
          null);
    }
    return new NextStep(
        "The server never changes this of "
            + kind
            + " "
            + name
            + " once it exists. Take the change back in Git, or, where it may be interrupted, delete"
            + " the object: it is made anew at the next try.",
        "kubectl delete " + kind.toLowerCase(Locale.ROOT) + " " + name + " -n " + namespace);
  }
}
