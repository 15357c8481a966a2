package io.autohelm.agent.drift;

import com.google.re2j.Pattern;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.patch.PatchTarget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of which objects somebody else may set: they are no drift, and what is put right is
 * put right without them.
 */
public record IgnoreRules(List<Rule> rules) {
  /** Every field is to be as its release has it. */
  public static final IgnoreRules NONE = new IgnoreRules(List.of());

  /**
   * Fields of the objects that a target selects, of all objects where it is null.
   *
   * @param paths JSON pointers, with all that is below them; the empty one means the whole object
   * @param managers field managers whose fields are theirs; {@code *} stands for any text
   */
  public record Rule(@Nullable PatchTarget target, List<String> paths, List<String> managers) {
    public Rule {
      paths = List.copyOf(paths);
      managers = List.copyOf(managers);
    }

    private boolean selects(KubeObject object) {
      return target == null || target.selects(object.tree(), object.namespace());
    }
  }

  public IgnoreRules {
    rules = List.copyOf(rules);
  }

  /** What is wrong with a JSON pointer; empty where it is one. */
  public static Optional<String> problem(String pointer) {
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      return Optional.of("expected a JSON pointer such as /spec/replicas, met " + pointer);
    }
    return pointer.replace("~0", "").replace("~1", "").contains("~")
        ? Optional.of("expected ~0 or ~1 where a JSON pointer has a tilde, met " + pointer)
        : Optional.empty();
  }

  /** The rules that are for this object. */
  Ignored of(KubeObject object) {
    List<Rule> selected = rules.stream().filter(rule -> rule.selects(object)).toList();
    return selected.isEmpty()
        ? Ignored.NOTHING
        : new Ignored(
            selected.stream().flatMap(rule -> rule.paths().stream()).toList(),
            managers(selected.stream().flatMap(rule -> rule.managers().stream())));
  }

  private static @Nullable Pattern managers(Stream<String> names) {
    String expression =
        names
            .map(
                name ->
                    Stream.of(name.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
            .collect(Collectors.joining("|"));
    return expression.isEmpty() ? null : Pattern.compile("^(?:" + expression + ")$");
  }
}
