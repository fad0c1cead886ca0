package io.vitrine.it;

import io.vitrine.local.PartName;
import java.util.HashMap;
import java.util.Map;

/** One more door to the test cluster, with settings of its own. */
final class AnotherGateway implements AutoCloseable {
  private final AnotherService service;

  private AnotherGateway(AnotherService service) {
    this.service = service;
  }

  static AnotherGateway start(TestCluster cluster, String name, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", cluster.parts().ports().realm());
    environment.put("VITRINE_ROUTES_REGISTRY", cluster.url(PartName.REGISTRY));
    environment.put("VITRINE_ROUTES_STORE", cluster.url(PartName.STORE));
    environment.put("VITRINE_ROUTES_METADEFS", cluster.url(PartName.METADEFS));
    environment.put(
        "VITRINE_IDENTITY_CLIENT_SECRET", cluster.parts().secrets().get("client.vitrine"));
    environment.put("VITRINE_VOUCHER_PRIVATE_KEY", cluster.voucherKey().toString());
    environment.putAll(settings);
    return new AnotherGateway(AnotherService.launch("api-gateway", name, environment).awaitReady());
  }

  String url() {
    return service.url();
  }

  /** What it has written until now. */
  String log() {
    return service.said();
  }

  ImageApi with(String token) {
    return new ImageApi(url(), token);
  }

  @Override
  public void close() {
    service.close();
  }
}
