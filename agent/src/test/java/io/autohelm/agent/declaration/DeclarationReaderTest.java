package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.patch.ImageChange;
import io.autohelm.engine.patch.Patch;
import io.autohelm.engine.patch.PatchTarget;
import io.autohelm.engine.patch.PostRenderers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DeclarationReaderTest {
  private static final String HEAD = "apiVersion: autohelm.io/v1\nkind: Release\n";
  static final String NAMED = HEAD + "metadata: { name: shop, namespace: web }\n";
  private static final String CHART = "spec:\n  chart: { path: charts/shop }\n";

  private static Declared read(Map<String, String> files) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.put("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    all.put("values/common.yaml", "a: 1\n");
    return new DeclarationReader()
        .read(new FilesInMemory(all), "", Map.of("environment", "test", "code", "{{ 7 * 7 }}"));
  }

  static Declared read(String text) {
    return read(Map.of("apps/shop.yaml", text));
  }

  @Test
  void everyFieldIsRead() {
    Declared declared =
        read(
            NAMED
                + """
                spec:
                  chart: { path: ./charts/shop/ }
                  values: { replicas: 3, enabled: yes, ratio: 0.5, none: null, list: [1, a] }
                  valuesFrom: [{ file: values/common.yaml }, { file: gone.yaml, optional: true }]
                  interval: 1h30m
                  timeout: 90s
                  dependsOn: [{ name: db }, { name: cache, namespace: other }]
                  driftDetection: { mode: off }
                  suspend: true
                  createNamespace: false
                  disableWait: true
                  maxHistory: 3
                  postRenderers:
                  - kustomize:
                      patches:
                      - target: { kind: Deployment, labelSelector: "app=shop" }
                        patch: |
                          - { op: remove, path: /spec/replicas }
                      images: [{ name: shop, newTag: "2.0" }]
                """);
    assertEquals(List.of(), declared.problems());
    DesiredRelease shop = declared.releases().get(0);
    assertEquals(new ReleaseId("web", "shop"), shop.id());
    assertEquals(new ChartChoice.InCommit("charts/shop"), shop.chart());
    assertEquals(3.0, ((Number) shop.values().get("replicas")).doubleValue());
    assertEquals(true, shop.values().get("enabled"));
    assertTrue(shop.values().containsKey("none"));
    assertEquals(
        List.of(
            new DesiredRelease.ValuesFile("values/common.yaml", false, new Place(7, 16)),
            new DesiredRelease.ValuesFile("gone.yaml", true, new Place(7, 46))),
        shop.valuesFiles());
    assertEquals(Duration.ofMinutes(90), shop.interval());
    assertEquals(Duration.ofSeconds(90), shop.timeout());
    assertEquals(
        List.of(new ReleaseId("web", "db"), new ReleaseId("other", "cache")), shop.dependsOn());
    assertEquals(DriftMode.OFF, shop.drift());
    assertTrue(shop.suspended());
    assertEquals(false, shop.createNamespace());
    assertEquals(false, shop.await());
    assertEquals(3, shop.maxHistory());
    PatchTarget target = new PatchTarget("", "", "Deployment", "", "", "app=shop", "");
    assertEquals(
        new PostRenderers(
            List.of(
                new PostRenderers.Step(
                    List.of(new Patch(target, "- { op: remove, path: /spec/replicas }\n")),
                    List.of(new ImageChange("shop", "", "2.0", ""))))),
        shop.postRenderers());
  }

  @Test
  void valuesOfTheClusterKeepTheirPlaceAmongTheFiles() {
    Declared declared =
        read(
            NAMED
                + CHART
                + """
                  valuesFrom:
                  - { kind: ConfigMap, name: base }
                  - { file: values/common.yaml }
                  - { kind: Secret, name: db, valuesKey: password, targetPath: db.password, literal: true, optional: true }
                """);
    assertEquals(List.of(), declared.problems());
    assertEquals(
        List.of(
            new ClusterValues.Reference(
                "spec.valuesFrom[0]",
                0,
                ClusterValues.Kind.CONFIG_MAP,
                "base",
                "values.yaml",
                "",
                false,
                false,
                new Place(7, 5)),
            new ClusterValues.Reference(
                "spec.valuesFrom[2]",
                1,
                ClusterValues.Kind.SECRET,
                "db",
                "password",
                "db.password",
                true,
                true,
                new Place(9, 5))),
        declared.releases().get(0).clusterValues().references());
  }

  @Test
  void whatIsNotSaidHasAMeaning() {
    DesiredRelease shop = read(HEAD + "metadata: { name: shop }\n" + CHART).releases().get(0);
    assertEquals("default", shop.id().namespace());
    assertEquals(Duration.ofMinutes(10), shop.interval());
    assertEquals(Duration.ofMinutes(5), shop.timeout());
    assertEquals(DriftMode.CORRECT, shop.drift());
    assertEquals(10, shop.maxHistory());
    assertTrue(shop.createNamespace() && shop.await() && !shop.suspended());
  }

  static Stream<Arguments> charts() {
    String digest = "sha256:" + "a1".repeat(32);
    return Stream.of(
        Arguments.of("path: ./charts/shop/", new ChartChoice.InCommit("charts/shop")),
        Arguments.of(
            "repository: https://x.example.org/a, name: shop, version: ^1, digest: " + digest,
            new ChartChoice.FromRepository("https://x.example.org/a", "shop", "^1", digest)),
        Arguments.of(
            "git: https://x.example.org/a.git, path: charts/b",
            new ChartChoice.FromGit(
                "https://x.example.org/a.git", ChartChoice.RefKind.HEAD, "", "charts/b")),
        Arguments.of(
            "git: git@x.example.org:a.git, ref: { semver: ^1 }",
            new ChartChoice.FromGit(
                "git@x.example.org:a.git", ChartChoice.RefKind.SEMVER, "^1", "")));
  }

  @ParameterizedTest
  @MethodSource("charts")
  void aChartComesFromWhereItIsSaidToBe(String chart, ChartChoice expected) {
    FilesInMemory files =
        new FilesInMemory(
            Map.of(
                "charts/shop/Chart.yaml",
                "name: shop",
                "apps/shop.yaml",
                NAMED + "spec:\n  chart: { " + chart + " }\n"));
    Declared declared = new DeclarationReader().read(files, "", Map.of());
    assertEquals(List.of(), declared.problems());
    assertEquals(expected, declared.releases().get(0).chart());
  }

  private static final String REPOSITORY =
      """
      apiVersion: autohelm.io/v1
      kind: Repository
      metadata: { name: team, namespace: web }
      spec:
        url: oci://registry.example.org/charts
        secretRef: { name: login }
        certSecretRef: { name: certificates }
        passCredentials: true
        interval: 5m
        verify: { keyring: ./values/common.yaml, signers: [ann@example.org] }
      """;

  private static final String FROM_TEAM =
      NAMED + "spec:\n  chart: { repository: team, name: shop, version: ^1 }\n";

  @Test
  void aChartMayComeFromADeclaredRepositoryWhereverThatIsDeclared() {
    Declared declared = read(Map.of("a.yaml", FROM_TEAM, "z.yaml", REPOSITORY));
    assertEquals(List.of(), declared.problems());
    assertEquals(
        new ChartChoice.FromDeclared(
            new DeclaredRepository(
                "team",
                "web",
                "oci://registry.example.org/charts",
                "login",
                "certificates",
                true,
                false,
                Duration.ofMinutes(5),
                "values/common.yaml",
                List.of("ann@example.org")),
            "shop",
            "^1",
            ""),
        declared.releases().get(0).chart());
  }

  static Stream<Arguments> repositories() {
    String broken = REPOSITORY.replace("interval: 5m", "interval: soon");
    return Stream.of(
        Arguments.of(
            Map.of("a.yaml", FROM_TEAM, "z.yaml", REPOSITORY.replace("name: team", "name: teams")),
            List.of(
                "a.yaml:5:24: spec.chart.repository: expected https://, http://, oci:// or the name"
                    + " of a Repository, met team; did you mean teams?")),
        Arguments.of(
            Map.of("a.yaml", FROM_TEAM, "z.yaml", broken),
            List.of(
                "a.yaml:5:24: spec.chart.repository: Repository team has mistakes, in z.yaml:1",
                "z.yaml:9:13: spec.interval: expected a duration such as 30s or 10m, met soon")),
        Arguments.of(
            Map.of("y.yaml", REPOSITORY, "z.yaml", REPOSITORY),
            List.of(
                "z.yaml:3:19: metadata.name: Repository team is declared already in y.yaml:1")));
  }

  @ParameterizedTest
  @MethodSource("repositories")
  void aRepositoryThatIsUnknownOrWrongIsNamed(Map<String, String> files, List<String> problems) {
    assertEquals(problems, read(files).problems().stream().map(Problem::toString).toList());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            NAMED + "spec:\n  chart: { repository: https://x.example.org, name: a/b }\n",
            "apps/shop.yaml:5: spec.chart.name: must not contain a slash, met a/b"),
        Arguments.of(
            NAMED
                + "spec:\n  chart: { repository: https://x.example.org, name: a, version: 1.x.y.z }\n",
            "apps/shop.yaml:5: spec.chart.version: expected a version or a constraint such as ^1.2, met 1.x.y.z"),
        Arguments.of(
            NAMED
                + "spec:\n  chart: { repository: https://x.example.org, name: a, path: charts/shop }\n",
            "apps/shop.yaml:5: spec.chart.path: cannot stand beside repository"),
        Arguments.of(
            NAMED + "spec:\n  chart: { repository: x.example.org, name: a }\n",
            "apps/shop.yaml:5: spec.chart.repository: expected https://, http:// or oci://, met x.example.org"),
        Arguments.of(
            NAMED + "spec:\n  chart: { repository: https://x.example.org }\n",
            "apps/shop.yaml:5: spec.chart.name: is required"),
        Arguments.of(
            NAMED + "spec:\n  chart: { path: charts/shop, version: 1.0.0 }\n",
            "apps/shop.yaml:5: spec.chart.version: goes with repository, which is missing"),
        Arguments.of(
            NAMED + "spec:\n  chart: { repository: oci://x, name: a, digest: sha256:12 }\n",
            "apps/shop.yaml:5: spec.chart.digest: expected sha256: and 64 hexadecimal digits, met sha256:12"),
        Arguments.of(
            NAMED + "spec:\n  chart: { repository: https://me:secret@x.example.org, name: a }\n",
            "apps/shop.yaml:5: spec.chart.repository: must not hold credentials: they belong into the agent's configuration or into a Secret"),
        Arguments.of(
            NAMED + "spec:\n  chart: { git: /etc, path: a }\n",
            "apps/shop.yaml:5: spec.chart.git: expected https://, http://, ssh:// or user@host:path, met /etc"),
        Arguments.of(
            NAMED + "spec:\n  chart: { git: 'htttps://bot:hidden@x.example.org/a', path: a }\n",
            "apps/shop.yaml:5: spec.chart.git: expected https://, http://, ssh:// or user@host:path, met htttps://x.example.org/a"),
        Arguments.of(
            NAMED + "spec:\n  chart: { git: https://x.example.org/a.git, path: ../a }\n",
            "apps/shop.yaml:5: spec.chart.path: must not contain .., met ../a"),
        Arguments.of(
            NAMED + "spec:\n  chart: { git: git@x.example.org:a.git, ref: { commit: abc } }\n",
            "apps/shop.yaml:5: spec.chart.ref.commit: expected a full hash, met abc"),
        Arguments.of(
            NAMED + "spec:\n  chart: { path: charts/shop, ref: { tag: v1 } }\n",
            "apps/shop.yaml:5: spec.chart.ref: goes with git, which is missing"),
        Arguments.of(NAMED + "spec: {}\n", "apps/shop.yaml:4: spec.chart: is required"),
        Arguments.of(
            NAMED + "spec:\n  chart: { path: charts/none }\n",
            "apps/shop.yaml:5: spec.chart.path: the commit has no folder or file charts/none"),
        Arguments.of(
            NAMED + "spec:\n  chart:\n    path: ../x\n",
            "apps/shop.yaml:6: spec.chart.path: must not contain .., met ../x"),
        Arguments.of(
            NAMED + "spec:\n  chart:\n    path:\n",
            "apps/shop.yaml:6: spec.chart.path: is required"),
        Arguments.of(
            NAMED + CHART + "  intervall: 5m\n",
            "apps/shop.yaml:6: spec.intervall: unknown field; did you mean interval?"),
        Arguments.of(
            NAMED + CHART + "  Values: {}\n",
            "apps/shop.yaml:6: spec.Values: unknown field; did you mean values?"),
        Arguments.of(
            NAMED + CHART + "  somethingElse: 1\n",
            "apps/shop.yaml:6: spec.somethingElse: unknown field"),
        Arguments.of(
            NAMED + CHART + "  interval: 5\n",
            "apps/shop.yaml:6: spec.interval: expected a duration such as 30s or 10m, met 5"),
        Arguments.of(
            NAMED + CHART + "  interval: 10ms\n",
            "apps/shop.yaml:6: spec.interval: must be at least 1s, met 10ms"),
        Arguments.of(
            NAMED + CHART + "  values: [1]\n",
            "apps/shop.yaml:6: spec.values: expected a table of fields, met a list"),
        Arguments.of(
            NAMED + CHART + "  suspend: maybe\n",
            "apps/shop.yaml:6: spec.suspend: expected true or false, met maybe"),
        Arguments.of(
            NAMED + CHART + "  maxHistory: -1\n",
            "apps/shop.yaml:6: spec.maxHistory: expected a whole number from 0 to 1000, met -1"),
        Arguments.of(
            NAMED + CHART + "  postRenderers:\n  - kustomize: { patches: [{ patch: text }] }\n",
            "apps/shop.yaml:7: spec.postRenderers[0].kustomize.patches[0].patch: expected a list"
                + " of operations or a part of an object"),
        Arguments.of(
            NAMED
                + CHART
                + "  postRenderers:\n  - kustomize:\n      patches:\n"
                + "      - { patch: '[]', target: { name: '(' } }\n",
            "apps/shop.yaml:9: spec.postRenderers[0].kustomize.patches[0].target: expected a"
                + " regular expression, met (: missing closing )"),
        Arguments.of(
            NAMED + CHART + "  driftDetection: { mode: loud }\n",
            "apps/shop.yaml:6: spec.driftDetection.mode: expected one of off, warn, correct, disabled, enabled, met"
                + " loud"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom:\n    - file: values/none.yaml\n",
            "apps/shop.yaml:7: spec.valuesFrom[0].file: the commit has no file values/none.yaml"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom: [ {} ]\n",
            "apps/shop.yaml:6: spec.valuesFrom[0].file: is required"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom: [ { file: values/common.yaml, kind: Secret } ]\n",
            "apps/shop.yaml:6: spec.valuesFrom[0].kind: cannot stand beside file"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom: [ { name: x } ]\n",
            "apps/shop.yaml:6: spec.valuesFrom[0].name: goes with kind, which is missing"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom: [ { kind: Secrets, name: x } ]\n",
            "apps/shop.yaml:6: spec.valuesFrom[0].kind: expected one of ConfigMap, Secret, met"
                + " Secrets; did you mean Secret?"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom: [ { kind: Secret, name: x, literal: true } ]\n",
            "apps/shop.yaml:6: spec.valuesFrom[0].literal: goes with targetPath, which is missing"),
        Arguments.of(
            NAMED + CHART + "  valuesFrom: [ { kind: Secret, name: x, targetPath: 'a=b' } ]\n",
            "apps/shop.yaml:6: spec.valuesFrom[0].targetPath: expected a path such as"
                + " db.hosts[0].name, met a=b"),
        Arguments.of(
            NAMED + CHART + "  dependsOn: [{}]\n",
            "apps/shop.yaml:6: spec.dependsOn[0].name: is required"),
        Arguments.of(
            NAMED + CHART + "  dependsOn: [{ name: shop }]\n",
            "apps/shop.yaml:6: spec.dependsOn: release depends on itself: web/shop -> web/shop"),
        Arguments.of(
            NAMED + CHART + "  suspend: true\n  suspend: false\n",
            "apps/shop.yaml:7: spec.suspend: is given twice"),
        Arguments.of(
            HEAD + "metadata: { name: Shop }\n" + CHART, "apps/shop.yaml:3: metadata.name: "),
        Arguments.of(HEAD + "metadata:\n  name:\n" + CHART, "apps/shop.yaml:4: metadata.name: is"),
        Arguments.of(
            HEAD + "metadata: { name: shop, namespace: A_b }\n" + CHART,
            "apps/shop.yaml:3: metadata.namespace: is not a valid name of a namespace: A_b"),
        Arguments.of(HEAD + CHART, "apps/shop.yaml:1: metadata: is required"),
        Arguments.of(
            "apiVersion: autohelm.io/v2\nkind: Release\n",
            "apps/shop.yaml:1: apiVersion: expected autohelm.io/v1, met autohelm.io/v2"),
        Arguments.of(
            "apiVersion: autohelm.io/v1\nkind: Relase\n",
            "apps/shop.yaml:2: kind: expected one of Release, ReleaseSet, Repository, Consent, met Relase; did you mean Release?"),
        Arguments.of(NAMED + "spec:\n\tchart: {}\n", "apps/shop.yaml:"),
        Arguments.of(
            NAMED + "spec: {{ nothing }}\n", "apps/shop.yaml:4: Jinja: unknown variable nothing; "),
        Arguments.of(
            NAMED + "spec: {{ .Values.size }}\n",
            "apps/shop.yaml:4: Jinja: Error parsing '.Values.size': "),
        Arguments.of(NAMED + "spec: {% for x in %}\n", "apps/shop.yaml:4: Jinja: "),
        Arguments.of(NAMED + "spec: {% include 'x' %}\n", "apps/shop.yaml:4: Jinja: "));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedWithItsPlace(String text, String problem) {
    Declared declared = read(text);
    assertEquals(List.of(), declared.releases());
    assertTrue(
        withoutColumn(declared.problems().get(0)).startsWith(problem),
        () -> "expected " + problem + "\nmet      " + declared.problems());
    assertEquals(1, declared.problems().size(), () -> declared.problems().toString());
  }

  /** Columns have a table of their own. */
  private static String withoutColumn(Problem problem) {
    return problem.toString().replaceFirst("^([^:]*:[0-9]+):[0-9]+:", "$1:");
  }

  static Stream<Arguments> places() {
    String loop = "{% for name in ['a', 'b'] %}\n---\n" + NAMED + CHART;
    return Stream.of(
        Arguments.of(NAMED + CHART + "  suspend: maybe\n", "6:12 spec.suspend"),
        Arguments.of(NAMED + CHART + "  values:\n    - 1\n", "7:5 spec.values"),
        Arguments.of(NAMED + CHART + "  intervall: 5m\n", "6:3 spec.intervall"),
        Arguments.of(NAMED + "spec: { chart: { path: } }\n", "4:18 spec.chart.path"),
        Arguments.of(NAMED + "spec:\n  chart: {}\n", "5:10 spec.chart.path"),
        Arguments.of(NAMED + CHART + "  dependsOn: [ {} ]\n", "6:16 spec.dependsOn[0].name"),
        Arguments.of(NAMED + CHART + "  suspend: true\n  suspend: true\n", "7:3 spec.suspend"),
        Arguments.of("# {{ environment }}\n" + NAMED + CHART + "  x: 1\n", "7:3 spec.x"),
        Arguments.of(NAMED + CHART + "  x: {{ environment }}\n", "6:0 spec.x"),
        Arguments.of(loop + "  x: 1\n{% endfor %}\n", "8:3 spec.x"),
        Arguments.of(
            loop + "{% if name == 'b' %}\n  x: 1\n{% endif %}{% endfor %}\n", "9:3 spec.x"),
        Arguments.of("{% set a = [1,\n 2] %}\n" + NAMED + CHART + "  x: 1\n", "8:3 spec.x"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void aPlaceIsThatOfTheTextAsItWasWritten(String text, String place) {
    Problem problem = read(text).problems().get(0);
    assertEquals(place, problem.line() + ":" + problem.column() + " " + problem.path());
  }

  @Test
  void aMistakeInOneFileLeavesTheOthers() {
    Declared declared =
        read(
            Map.of(
                "apps/a.yaml", NAMED + CHART,
                "apps/b.yaml", NAMED.replace("shop", "other") + "spec: {}\n"));
    assertEquals(1, declared.releases().size());
    assertEquals(1, declared.problems().size());
  }

  @Test
  void oneNameDeclaredTwiceIsAProblemOfTheSecondFile() {
    Declared declared = read(Map.of("a.yaml", NAMED + CHART, "b.yaml", NAMED + CHART));
    assertEquals(
        "b.yaml:1: metadata.name: release web/shop is declared already in a.yaml:1",
        declared.problems().get(0).toString());
    assertEquals("a.yaml", declared.releases().get(0).file());
  }

  @Test
  void aCircleOfDependenciesIsShownWhole() {
    Declared declared =
        read(
            Map.of(
                "a.yaml", NAMED + CHART + "  dependsOn: [{ name: db }]\n",
                "b.yaml", NAMED.replace("shop", "db") + CHART + "  dependsOn: [{ name: shop }]\n"));
    assertEquals(
        "a.yaml:6:15: spec.dependsOn: release depends on itself: web/shop -> web/db -> web/shop",
        declared.problems().get(0).toString());
    assertEquals(List.of(), declared.releases());
  }

  @Test
  void severalReleasesFitInAFileAndOtherDocumentsArePassedOver() {
    Declared declared =
        read(
            "kind: Other\n---\n"
                + NAMED
                + CHART
                + "---\n"
                + NAMED.replace("shop", "two").replace("path: charts/two", "path: charts/shop")
                + CHART);
    assertEquals(List.of(), declared.problems());
    assertEquals(List.of(4, 10), declared.releases().stream().map(r -> r.line() + 1).toList());
  }

  @Test
  void whatIsNoDeclarationIsNotEvenRendered() {
    Declared declared =
        read(
            Map.of(
                "x.yaml", "metadata: { labels: { autohelm.io/x: y } }\na: {{ .Go.template }}\n",
                "charts/shop/templates/x.yaml", "apiVersion: autohelm.io/v1\nx: {{ .Values }}\n",
                "notes.txt", NAMED));
    assertEquals(Declared.NOTHING, declared);
  }

  @Test
  void jinjaFillsVariablesAndLoops() {
    String text =
        """
        {% for name in ['a', 'b'] %}
        ---
        apiVersion: autohelm.io/v1
        kind: Release
        metadata: { name: shop-{{ name }}, namespace: {{ environment }} }
        spec:
          chart: { path: charts/shop }
          values: { text: "{{ code }}" }
        {% endfor %}
        """;
    Declared declared = read(text);
    assertEquals(List.of(), declared.problems());
    assertEquals(
        List.of("test/shop-a", "test/shop-b"),
        declared.releases().stream().map(release -> release.id().toString()).toList());
    assertEquals(List.of(3, 3), declared.releases().stream().map(DesiredRelease::line).toList());
    // A value that looks like a template stays what it is.
    assertEquals("{{ 7 * 7 }}", declared.releases().get(0).values().get("text"));
  }

  static Stream<String> hostile() {
    String loops = "{% for a in range(1000) %}".repeat(3) + "x" + "{% endfor %}".repeat(3);
    return Stream.of(
        loops,
        "{% for a in range(1000) %}".repeat(4) + "{% endfor %}".repeat(4),
        "{% set s = 'xxxxxxxxxxxxxxxx' %}{% for a in range(900) %}{% set s = s ~ s %}{% endfor %}{{"
            + " s }}",
        "{% for a in range(1000) %}{{ 'x' * 100000 }}{% endfor %}",
        "{{ ''.getClass() }}",
        "{{ environment.getClass().forName('java.lang.Runtime') }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% from 'x' import y %}",
        "{{ range(100000000)|length }}{{ nothing }}");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextEndsInAProblem(String text) {
    Declared declared = read(NAMED + CHART + "  values: { x: \"" + text + "\" }\n");
    assertEquals(List.of(), declared.releases());
    assertTrue(
        declared.problems().get(0).toString().startsWith("apps/shop.yaml:"),
        declared.problems().toString());
  }
}
