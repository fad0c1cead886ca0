package io.vitrine.diskformats.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataMapTest {

  @Test
  void knowsTheClustersThatHoldData() throws Exception {
    // Given a disk of four clusters and a bit, with data in the third and the last
    DataMap map = new DataMap(4 * DataMap.CLUSTER + 1);
    map.mark(2 * DataMap.CLUSTER, DataMap.CLUSTER, (from, length) -> true);
    map.mark(4 * DataMap.CLUSTER, 1, (from, length) -> length == 1);

    // When / Then
    assertThat(map.holdsData(0, 2 * DataMap.CLUSTER)).isFalse();
    assertThat(map.holdsData(0, 2 * DataMap.CLUSTER + 1)).isTrue();
    assertThat(map.holdsData(2 * DataMap.CLUSTER, DataMap.CLUSTER)).isTrue();
    assertThat(map.holdsData(3 * DataMap.CLUSTER, DataMap.CLUSTER)).isFalse();
    assertThat(map.holdsData(4 * DataMap.CLUSTER, 1)).isTrue();
    assertThat(map.anyDataIn(0, 2)).isFalse();
    assertThat(map.anyDataIn(3, map.clusterCount())).isTrue();
    assertThat(map.dataClusters()).isEqualTo(2);
  }
}
