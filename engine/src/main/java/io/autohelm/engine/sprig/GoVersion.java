package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoKind;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.semver.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The value of {@code semver}: a version whose parts templates can ask for. */
record GoVersion(Version version) implements GoObject {
  private static final String TYPE = "*semver.Version";

  @Override
  public String typeName() {
    return TYPE;
  }

  @Override
  public GoKind kind() {
    return GoKind.PTR;
  }

  @Override
  public Object plain() {
    return version.toString();
  }

  @Override
  public String text() {
    return version.toString();
  }

  @Override
  public Map<String, @Nullable Object> layout() {
    Map<String, @Nullable Object> layout = new LinkedHashMap<>();
    layout.put("major", GoInteger.of(GoKind.UINT64, version.major()));
    layout.put("minor", GoInteger.of(GoKind.UINT64, version.minor()));
    layout.put("patch", GoInteger.of(GoKind.UINT64, version.patch()));
    layout.put("pre", version.prerelease());
    layout.put("metadata", version.metadata());
    layout.put("original", version.original());
    return layout;
  }

  @Override
  public @Nullable GoFunction method(String name) {
    return switch (name) {
      case "Major" -> number(version.major());
      case "Minor" -> number(version.minor());
      case "Patch" -> number(version.patch());
      case "Prerelease" -> GoFunction.of("", args -> version.prerelease());
      case "Metadata" -> GoFunction.of("", args -> version.metadata());
      case "Original" -> GoFunction.of("", args -> version.original());
      case "String" -> GoFunction.of("", args -> version.toString());
      case "Compare" -> GoFunction.of(TYPE, args -> (long) compare(args.get(0)));
      case "Equal" -> GoFunction.of(TYPE, args -> compare(args.get(0)) == 0);
      case "LessThan" -> GoFunction.of(TYPE, args -> compare(args.get(0)) < 0);
      case "LessThanEqual" -> GoFunction.of(TYPE, args -> compare(args.get(0)) <= 0);
      case "GreaterThan" -> GoFunction.of(TYPE, args -> compare(args.get(0)) > 0);
      case "GreaterThanEqual" -> GoFunction.of(TYPE, args -> compare(args.get(0)) >= 0);
      case "IncPatch" -> GoFunction.of("", args -> new GoVersion(version.nextPatch()));
      case "IncMinor" -> GoFunction.of("", args -> new GoVersion(version.nextMinor()));
      case "IncMajor" -> GoFunction.of("", args -> new GoVersion(version.nextMajor()));
      default -> null;
    };
  }

  private static GoFunction number(long part) {
    return GoFunction.of("", args -> GoInteger.of(GoKind.UINT64, part));
  }

  private int compare(@Nullable Object other) {
    GoVersion that = (GoVersion) Objects.requireNonNull(other, "an argument that was checked");
    return Integer.signum(version.compareTo(that.version));
  }
}
