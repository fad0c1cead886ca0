package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards and rules ask for what is documented, and lead to what is written. */
class ObservabilityTest {
  private static final Path ROOT = Checkout.find().root();
  private static final Path FOLDER = ROOT.resolve("deploy/observability");
  private static final Pattern DOCUMENTED = Pattern.compile("`([a-z0-9]+(?:_[a-z0-9]+)+)`");
  private static final Pattern ASKED =
      Pattern.compile("\\b(?:vitrine|http|kafka|sql|jvm|process)_[a-z0-9_]+\\b(?!\")");
  private static final Pattern PART_OF_SUMMARY = Pattern.compile("_seconds_(count|sum|max)$");
  private static final Pattern RUNBOOK =
      Pattern.compile("runbook_url: docs/observability.md#(\\S+)");

  private final String document = read(ROOT.resolve("docs/observability.md"));
  private final String rules = read(FOLDER.resolve("alerts.yml"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> documented() {
    return document
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> DOCUMENTED.matcher(cell).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> metrics(String expressions) {
    return ASKED
        .matcher(expressions)
        .results()
        .map(found -> PART_OF_SUMMARY.matcher(found.group()).replaceFirst("_seconds"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> panels(String dashboard) throws IOException {
    JsonNode json = new ObjectMapper().readTree(read(FOLDER.resolve(dashboard)));
    assertThat(json.get("uid").asText() + ".json").isEqualTo(dashboard);
    assertThat(json.get("title").asText()).startsWith("Vitrine");
    return json.get("panels").valueStream().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vitrine-overview.json", "vitrine-imports.json"})
  void aDashboardAsksForWhatIsDocumented(String dashboard) throws IOException {
    List<JsonNode> panels = panels(dashboard);

    assertThat(panels.stream().map(panel -> panel.get("id").asInt())).doesNotHaveDuplicates();
    for (JsonNode panel : panels) {
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.get("targets")).as("%s", panel.get("title")).isNotEmpty();
        panel
            .get("targets")
            .forEach(target ->
                assertThat(documented()).containsAll(metrics(target.get("expr").asText())));
      }
    }
  }

  @Test
  void rulesAskForWhatIsDocumented() {
    String expressions =
        rules
            .lines()
            .filter(line -> !line.strip().matches("(description|summary|runbook_url):.*"))
            .collect(Collectors.joining("\n"));

    assertThat(metrics(expressions)).isNotEmpty();
    assertThat(documented()).containsAll(metrics(expressions));
  }

  @Test
  void eachRuleLeadsToWhatToDo() {
    Set<String> headings =
        document
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).toLowerCase(Locale.ROOT).replace(' ', '-'))
            .collect(Collectors.toSet());
    List<String> runbooks = RUNBOOK.matcher(rules).results().map(found -> found.group(1)).toList();

    assertThat(runbooks)
        .hasSize((int) rules.lines().filter(line -> line.contains("- alert: ")).count());
    assertThat(headings).isEqualTo(Set.copyOf(runbooks));
  }

  /** Where Prometheus is installed, it is asked itself. */
  @Test
  void prometheusTakesTheRules() throws Exception {
    Path promtool =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeThat(promtool).isNotNull();
    for (List<String> arguments :
        List.of(
            List.of("check", "config", "prometheus.yml"),
            List.of("test", "rules", "alerts-test.yml"))) {
      Process check =
          new ProcessBuilder(
                  Stream.concat(Stream.of(promtool.toString()), arguments.stream()).toList())
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(check.getInputStream().readAllBytes());
      assertThat(check.waitFor()).as(said).isZero();
    }
  }
}
