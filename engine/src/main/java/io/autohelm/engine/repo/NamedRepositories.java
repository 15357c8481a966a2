package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Dependency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repositories that have names, so that a dependency can say {@code @NAME} or {@code alias:NAME}
 * instead of an address.
 */
public final class NamedRepositories {
  public static final NamedRepositories NONE = new NamedRepositories(Map.of());

  private final Map<String, String> addresses;

  /**
   * @param addresses by name, in the order in which they are known
   */
  public NamedRepositories(Map<String, String> addresses) {
    this.addresses = new LinkedHashMap<>(addresses);
  }

  /** Names and addresses. */
  public Map<String, String> all() {
    return new LinkedHashMap<>(addresses);
  }

  /** The name of the repository with that address, if it has one. */
  public Optional<String> nameOf(String address) {
    return addresses.entrySet().stream()
        .filter(entry -> bare(entry.getValue()).equals(bare(address)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String bare(String address) {
    return address.replaceAll("/+$", "");
  }

  /**
   * The dependencies with names replaced by addresses.
   *
   * @throws RepositoryException in Helm's words, where a name is not known
   */
  List<Dependency> resolved(List<Dependency> dependencies) {
    List<Dependency> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    boolean someAreNoNames = false;
    for (Dependency dependency : dependencies) {
      String repository = dependency.repository();
      if (repository.isEmpty() || repository.contains("://")) {
        found.add(dependency);
        continue;
      }
      String name = repository.replaceFirst("^(@|alias:)", "");
      String address = name.equals(repository) ? null : addresses.get(name);
      if (address == null) {
        missing.add(repository);
        someAreNoNames |= !repository.contains("//") && name.equals(repository);
      } else {
        found.add(dependency.withRepository(address));
      }
    }
    if (!missing.isEmpty()) {
      throw new RepositoryException(
          "no repository definition for "
              + String.join(", ", missing)
              + ". Please add them via 'helm repo add'"
              + (someAreNoNames
                  ? """

                    Note that repositories must be URLs or aliases. For example, to refer to the "example"
                    repository, use "https://charts.example.com/" or "@example" instead of
                    "example". Don't forget to add the repo, too ('helm repo add').\
                    """
                  : ""));
    }
    return found;
  }
}
