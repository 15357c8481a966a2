package io.autohelm.engine.patch;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another image for the containers that have this one, in whatever object they are.
 *
 * @param name the image without tag and digest, as a regular expression
 * @param newName empty keeps the name
 * @param newTag empty keeps the tag, unless a digest is given
 * @param digest such as {@code sha256:...}; empty for none
 */
public record ImageChange(String name, String newName, String newTag, String digest) {
  private static final String REST = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$";

  /**
   * @throws PatchException where the name is empty or no expression
   */
  public ImageChange {
    if (name.isEmpty()) {
      throw new PatchException("expected an image");
    }
    pattern(name);
  }

  private static Pattern pattern(String name) {
    try {
      return Pattern.compile("^(?:" + name + ")" + REST);
    } catch (PatternSyntaxException e) {
      throw new PatchException("expected an image, met " + name, e);
    }
  }

  /** Changes the object; true where there was something to change. */
  boolean apply(@Nullable Object tree) {
    boolean changed = false;
    if (tree instanceof List<?> list) {
      for (Object item : list) {
        changed |= apply(item);
      }
    }
    for (Map.Entry<String, @Nullable Object> entry : Trees.tableOrEmpty(tree).entrySet()) {
      boolean containers =
          entry.getKey().equals("containers") || entry.getKey().equals("initContainers");
      if (containers && entry.getValue() instanceof List<?> list) {
        for (Object item : list) {
          changed |= container(Trees.table(item));
        }
      }
      changed |= apply(entry.getValue());
    }
    return changed;
  }

  private boolean container(@Nullable Map<String, @Nullable Object> container) {
    if (container == null || !(container.get("image") instanceof String image)) {
      return false;
    }
    String changed = changed(image);
    container.put("image", changed);
    return !changed.equals(image);
  }

  private String changed(String image) {
    Matcher matcher = pattern(name).matcher(image);
    if (!matcher.matches()) {
      return image;
    }
    int at = image.indexOf('@');
    String tagged = at < 0 ? image : image.substring(0, at);
    int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    String bare = colon < 0 ? tagged : tagged.substring(0, colon);
    String rest = image.substring(bare.length());
    String fresh = (newTag.isEmpty() ? "" : ":" + newTag) + (digest.isEmpty() ? "" : "@" + digest);
    return (newName.isEmpty() ? bare : newName) + (fresh.isEmpty() ? rest : fresh);
  }
}
