package io.autohelm.agent;

import io.autohelm.agent.declaration.FieldReader;
import io.autohelm.agent.declaration.WindowReader;
import io.autohelm.agent.reconcile.Limits;
import io.autohelm.agent.reconcile.Rules;
import io.autohelm.agent.reconcile.WindowRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what the configuration says of when and with whose consent releases are acted on. */
final class RulesReader {
  private static final int MANY = 1_000_000;

  private RulesReader() {}

  /**
   * The agent's rules.
   *
   * @param sources those of each source, by its name
   */
  static Rules read(FieldReader reader, Map<String, Rules.SourceRules> sources) {
    List<WindowRule> windows = new ArrayList<>();
    for (FieldReader table : reader.tables("windows")) {
      List<String> allowed = new ArrayList<>(WindowReader.FIELDS);
      allowed.addAll(List.of("namespaces", "names"));
      table.allow(allowed.toArray(String[]::new));
      List<String> namespaces = table.textList("namespaces");
      List<String> names = table.textList("names");
      WindowReader.window(table)
          .ifPresent(window -> windows.add(new WindowRule(namespaces, names, window)));
    }
    Limits guard = reader.table("guard").map(RulesReader::limits).orElse(Limits.STANDARD);
    return new Rules(windows, sources, guard);
  }

  static Rules.SourceRules ofSource(FieldReader source) {
    String approval = source.text("approval").orElse("none");
    if (!approval.equals("none") && !approval.equals("required")) {
      source.problem(
          source.lineOf("approval"), "approval", "expected none or required, met " + approval);
    }
    return new Rules.SourceRules(
        WindowReader.windows(source),
        source.table("guard").map(RulesReader::limits).orElse(null),
        approval.equals("required"));
  }

  private static Limits limits(FieldReader guard) {
    guard.allow("maxDeletions", "maxDeletionShare", "maxObjectDeletions", "confirm", "allowEmpty");
    Limits standard = Limits.STANDARD;
    return new Limits(
        guard.number("maxDeletions", standard.maxDeletions(), 0, MANY),
        share(guard),
        guard.number("maxObjectDeletions", standard.maxObjectDeletions(), 0, MANY),
        guard.has("confirm") ? Set.copyOf(guard.textList("confirm")) : standard.confirm(),
        guard.flag("allowEmpty", standard.allowEmpty()));
  }

  private static int share(FieldReader guard) {
    String share = guard.text("maxDeletionShare").orElse(Limits.STANDARD.maxDeletionShare() + "%");
    if (!share.matches("(100|[0-9]{1,2})%")) {
      guard.problem(
          guard.lineOf("maxDeletionShare"),
          "maxDeletionShare",
          "expected a share such as 30%, met " + share);
      return Limits.STANDARD.maxDeletionShare();
    }
    return Integer.parseInt(share.substring(0, share.length() - 1));
  }
}
