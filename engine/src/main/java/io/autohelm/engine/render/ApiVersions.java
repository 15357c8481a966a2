package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoKind;
import io.autohelm.engine.gotemplate.GoObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code .Capabilities.APIVersions}: {@code group/version} and {@code group/version/Kind} that a
 * cluster serves.
 */
final class ApiVersions implements GoObject {
  private final List<String> versions;
  private final Set<String> lookup;

  ApiVersions(List<String> versions) {
    this.versions = List.copyOf(versions);
    this.lookup = new HashSet<>(versions);
  }

  List<String> versions() {
    return versions;
  }

  @Override
  public GoKind kind() {
    return GoKind.SLICE;
  }

  @Override
  public String typeName() {
    return "common.VersionSet";
  }

  @Override
  public @Nullable GoFunction method(String name) {
    return name.equals("Has")
        ? GoFunction.of("string", args -> lookup.contains(String.valueOf(args.get(0))))
        : null;
  }

  @Override
  public List<String> plain() {
    return versions;
  }
}
