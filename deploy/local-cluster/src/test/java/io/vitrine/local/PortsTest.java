package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void areTheDocumentedOnesByDefault() {
    // When
    Ports ports = Ports.from(Map.of());

    // Then
    assertThat(ports.url(PartName.GATEWAY)).isEqualTo("http://127.0.0.1:9292");
    assertThat(ports.kafka()).isEqualTo("127.0.0.1:9192");
    assertThat(ports.jdbc("registry")).isEqualTo("jdbc:postgresql://127.0.0.1:9432/registry");
  }

  @Test
  void canBeChangedOneByOne() {
    // When
    Ports ports = Ports.from(Map.of("VITRINE_PORT_GATEWAY", " 8080 ", "VITRINE_PORT_STORE", ""));

    // Then
    assertThat(ports.of(PartName.GATEWAY)).isEqualTo(8080);
    assertThat(ports.of(PartName.STORE)).isEqualTo(9282);
  }

  @Test
  void refusesWhatIsNoPortByName() {
    assertThatThrownBy(() -> Ports.from(Map.of("VITRINE_PORT_S3", "s3")))
        .hasMessageContaining("VITRINE_PORT_S3");
    assertThatThrownBy(() -> Ports.from(Map.of("VITRINE_PORT_S3", "70000")))
        .hasMessageContaining("70000");
  }

  @Test
  void areAllDifferentWhenFree() {
    // When
    Ports ports = Ports.free();

    // Then
    var all = new HashSet<>(ports.byPart().values());
    all.add(ports.kafkaController());
    all.add(ports.kafkaInternal());
    assertThat(all).hasSize(PartName.values().length + 2);
  }
}
