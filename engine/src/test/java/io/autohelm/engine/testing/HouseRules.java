package io.autohelm.engine.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house, checked on the compiled main classes of one module. Packages are named
 * from the module's root package, which is the empty name itself; packages of other modules from
 * {@code io.autohelm}, such as {@code engine.action}.
 */
public final class HouseRules {
  private static final String ALL = "io.autohelm";
  private static final Pattern BANNED =
      Pattern.compile("(Default|Abstract)[A-Z].*|.*(Impl|Utils?|Helper|Manager|Service|Base)");

  private final String root;
  private final JavaClasses classes;

  private HouseRules(String root, JavaClasses classes) {
    this.root = root;
    this.classes = classes;
  }

  /**
   * Reads the classes of a module.
   *
   * @param root its root package
   */
  public static HouseRules of(String root) {
    return new HouseRules(
        root,
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(place -> !place.contains("-tests.jar"))
            .importPackages(root));
  }

  /** No package knows, by whatever way round, a package that knows it. */
  public void noCycles() {
    SlicesRuleDefinition.slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  /**
   * Each package knows only the packages of ours that it may.
   *
   * @param mayKnow by package; a package that is not listed may know none
   */
  public void arrows(Map<String, Set<String>> mayKnow) {
    Set<String> broken = new TreeSet<>();
    dependencies()
        .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(ALL))
        .forEach(
            dependency -> {
              String from = name(dependency.getOriginClass());
              String to = name(dependency.getTargetClass());
              if (!from.equals(to) && !mayKnow.getOrDefault(from, Set.of()).contains(to)) {
                broken.add(shown(from) + " must not know " + shown(to) + ": " + told(dependency));
              }
            });
    none(broken);
  }

  /**
   * Each library is used by the packages that are its door alone.
   *
   * @param doors packages by the beginning of a library's class names
   */
  public void doors(Map<String, Set<String>> doors) {
    Set<String> broken = new TreeSet<>();
    dependencies()
        .forEach(
            dependency ->
                doors.forEach(
                    (library, packages) -> {
                      if (dependency.getTargetClass().getName().startsWith(library)
                          && !packages.contains(name(dependency.getOriginClass()))) {
                        broken.add(library + " has another door: " + told(dependency));
                      }
                    }));
    none(broken);
  }

  /** No name says only what a class is in the code, not what it is in the subject. */
  public void names() {
    none(
        ours()
            .filter(type -> BANNED.matcher(type.getSimpleName()).matches())
            .map(type -> type.getName() + " has a name that says nothing")
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Classes are final or sealed; interfaces, records and enums are as they are. */
  public void closedClasses() {
    none(
        ours()
            .filter(type -> !type.isInterface() && !type.isEnum() && !type.isRecord())
            .filter(type -> !type.isAnonymousClass())
            .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
            .filter(type -> !type.reflect().isSealed() && !type.reflect().getSuperclass().isEnum())
            .map(type -> type.getName() + " is neither final nor sealed")
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Every package is {@code @NullMarked}. */
  public void nullMarkedPackages() {
    none(
        ours()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(room -> !room.isAnnotatedWith(NullMarked.class))
            .map(room -> room.getName() + " is not @NullMarked")
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** What a person wrote; generated names begin with a dollar sign. */
  private Stream<JavaClass> ours() {
    return classes.stream().filter(type -> !type.getName().contains(".$"));
  }

  private Stream<Dependency> dependencies() {
    return ours().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
  }

  private String name(JavaClass type) {
    String room = type.getPackageName();
    if (room.equals(root)) return "";
    String from = room.startsWith(root + ".") ? root : ALL;
    return room.equals(from) ? "" : room.substring(from.length() + 1);
  }

  private static String shown(String room) {
    return room.isEmpty() ? "the root package" : room;
  }

  private static String told(Dependency dependency) {
    return dependency.getOriginClass().getName() + " -> " + dependency.getTargetClass().getName();
  }

  private static void none(Set<String> broken) {
    if (!broken.isEmpty()) throw new AssertionError(String.join("\n", broken));
  }
}
