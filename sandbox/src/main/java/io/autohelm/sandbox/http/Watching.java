package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.api.Operations;
import io.autohelm.sandbox.api.Place;
import io.autohelm.sandbox.http.ApiServer.Answer;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.store.Change;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.store.Selector;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Watches: one thread each, which writes events as lines of JSON until time is up. */
final class Watching implements AutoCloseable {
  private static final long LONGEST_SECONDS = 1800;
  private static final long BOOKMARK_SECONDS = 60;

  private final ObjectStore store;
  private final Forms forms;
  private volatile boolean closed;

  Watching(ObjectStore store, Forms forms) {
    this.store = store;
    this.forms = forms;
  }

  @Override
  public void close() {
    closed = true;
  }

  void watch(Request request, Place place, Answer answer) throws IOException {
    Watch watch = new Watch(request, place);
    BlockingQueue<Change> queue = new LinkedBlockingQueue<>();
    String bucket = place.type().bucket();
    List<ObjectNode> first = new ArrayList<>();
    AutoCloseable subscription =
        store.atomically(
            () -> {
              first.addAll(begin(watch));
              return store.listen(
                  change -> {
                    if (change.bucket().equals(bucket)) {
                      queue.add(change);
                    }
                  });
            });
    try (OutputStream out = answer.stream()) {
      for (ObjectNode event : first) {
        write(out, event);
      }
      if (first.isEmpty() || !Json.text(first.get(0), "type").equals("ERROR")) {
        follow(watch, queue, out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the sandbox closes
    } finally {
      close(subscription);
    }
  }

  private static void close(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException("ending a subscription cannot fail", e);
    }
  }

  private void follow(Watch watch, BlockingQueue<Change> queue, OutputStream out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(watch.seconds());
    long bookmark = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOKMARK_SECONDS);
    while (!closed && System.nanoTime() < end) {
      Change change = queue.poll(200, TimeUnit.MILLISECONDS);
      if (change != null) {
        ObjectNode event = watch.event(change);
        if (event != null) {
          write(out, event);
        }
      } else if (watch.bookmarks() && System.nanoTime() > bookmark) {
        bookmark = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOKMARK_SECONDS);
        // Under the lock nothing can be queued that is older than the revision.
        ObjectNode event = store.atomically(() -> queue.isEmpty() ? watch.bookmark(false) : null);
        if (event != null) {
          write(out, event);
        }
      }
    }
  }

  private static void write(OutputStream out, ObjectNode event) throws IOException {
    out.write(Json.bytes(event));
    out.write('\n');
    out.flush();
  }

  /** What the stream begins with. */
  private List<ObjectNode> begin(Watch watch) {
    List<ObjectNode> events = new ArrayList<>();
    String since = watch.request.query("resourceVersion");
    boolean initial = watch.request.flag("sendInitialEvents");
    if (initial || since.isEmpty() || since.equals("0")) {
      boolean unwanted = watch.request.query("sendInitialEvents").equals("false");
      if (!unwanted) {
        for (ObjectNode object : store.list(watch.place.type().bucket(), watch.place.namespace())) {
          if (watch.selected.test(object)) {
            events.add(watch.event("ADDED", object));
          }
        }
      }
      if (initial) {
        events.add(watch.bookmark(true));
      }
      return events;
    }
    try {
      for (Change change : store.changesSince(watch.place.type().bucket(), revision(since))) {
        ObjectNode event = watch.event(change);
        if (event != null) {
          events.add(event);
        }
      }
    } catch (ApiFailure expired) {
      events.clear();
      ObjectNode error = Json.object().put("type", "ERROR");
      events.add(error.set("object", expired.status()));
    }
    return events;
  }

  private static long revision(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("invalid resource version: " + text);
    }
  }

  /** One client's watch. */
  private final class Watch {
    private final Request request;
    private final Place place;
    private final Predicate<ObjectNode> selected;
    private boolean tableShown;

    Watch(Request request, Place place) {
      this.request = request;
      this.place = place;
      Predicate<ObjectNode> chosen =
          Selector.labels(request.query("labelSelector"))
              .and(
                  Selector.fields(
                      request.query("fieldSelector"), Resources.richlySelectable(place.type())));
      String namespace = place.namespace();
      if (!namespace.isEmpty()) {
        chosen = chosen.and(o -> Json.text(o, "metadata", "namespace").equals(namespace));
      }
      String name = place.name();
      if (!name.isEmpty()) {
        chosen = chosen.and(o -> Json.text(o, "metadata", "name").equals(name));
      }
      this.selected = chosen;
    }

    long seconds() {
      int asked = request.number("timeoutSeconds");
      return asked == 0 ? LONGEST_SECONDS : asked;
    }

    boolean bookmarks() {
      return request.flag("allowWatchBookmarks");
    }

    /** The event that the change is for this client; null if it is none. */
    @Nullable ObjectNode event(Change change) {
      boolean now = change.kind() != Change.Kind.DELETED && selected.test(change.object());
      ObjectNode before = change.before();
      boolean earlier = before != null && selected.test(before);
      if (now) {
        return event(earlier ? "MODIFIED" : "ADDED", change.object());
      }
      if (!earlier || before == null) {
        return null;
      }
      // An object that leaves the selection ends for this client with the state that it knows.
      ObjectNode last = change.kind() == Change.Kind.DELETED ? change.object() : before.deepCopy();
      Json.child(last, "metadata").put("resourceVersion", Long.toString(change.revision()));
      return event("DELETED", last);
    }

    ObjectNode event(String type, ObjectNode object) {
      ResourceType kind = place.type();
      ObjectNode shown =
          forms.event(request, kind, Operations.versioned(object, kind), !tableShown);
      tableShown = true;
      return Json.object().put("type", type).set("object", shown);
    }

    ObjectNode bookmark(boolean initialEnd) {
      boolean whole = request.form() == Request.Form.OBJECT;
      ObjectNode object = Json.object();
      object.put("kind", whole ? place.type().kind() : "PartialObjectMetadata");
      object.put("apiVersion", whole ? place.type().apiVersion() : "meta.k8s.io/v1");
      ObjectNode metadata = object.putObject("metadata");
      metadata.put("resourceVersion", Long.toString(store.revision()));
      if (initialEnd) {
        metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
      }
      if (request.form() == Request.Form.TABLE) {
        object = forms.event(request, place.type(), object, !tableShown);
      }
      return Json.object().put("type", "BOOKMARK").set("object", object);
    }
  }
}
