package io.vitrine.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final String ID = "0d2a8b1c-54a3-4f5e-9c0e-1f7a3f6f7a10";

  @ParameterizedTest
  @CsvSource({
    "/v2/images,REGISTRY,/v2/images",
    "/v2.0/images,REGISTRY,/v2/images",
    "/v2.18/images,REGISTRY,/v2/images",
    "/v2/images/" + ID + ",REGISTRY,/v2/images/" + ID,
    "/v2/images/" + ID + "/file,STORE,/v2/images/" + ID + "/file",
    "/v2.5/images/" + ID + "/file,STORE,/v2/images/" + ID + "/file",
    "/v2/images/" + ID + "/%66ile,STORE,/v2/images/" + ID + "/%66ile",
    "/v2/images/" + ID + "/stage,STORE,/v2/images/" + ID + "/stage",
    "/v2/images/" + ID + "/file/more,REGISTRY,/v2/images/" + ID + "/file/more",
    "/v2/images/" + ID + "/uploads,STORE,/v2/images/" + ID + "/uploads",
    "/v2/images/" + ID + "/uploads/1,STORE,/v2/images/" + ID + "/uploads/1",
    "/v2/images/"
        + ID
        + "/direct-uploads/1/parts,STORE,/v2/images/"
        + ID
        + "/direct-uploads/1/parts",
    "/v2/images/" + ID + "/import,REGISTRY,/v2/images/" + ID + "/import",
    "/v2/images/" + ID + "/tags/a%20b,REGISTRY,/v2/images/" + ID + "/tags/a%20b",
    "/v2/stores/fast/scrub,STORE,/v2/stores/fast/scrub",
    "/v2/stores/fast/" + ID + ",REGISTRY,/v2/stores/fast/" + ID,
    "/v2/cache,STORE,/v2/cache",
    "/v2.14/cache/nodes/" + ID + ",STORE,/v2/cache/nodes/" + ID,
    "/v2/metadefs/namespaces,METADEFS,/v2/metadefs/namespaces",
    "/v2/metadefs/namespaces/OS::Compute::X,METADEFS,/v2/metadefs/namespaces/OS::Compute::X",
    "/v2/schemas/metadefs/tag,METADEFS,/v2/schemas/metadefs/tag",
    "/v2/schemas/image,REGISTRY,/v2/schemas/image",
    "/v2/internal/images,REGISTRY,/v2/internal/images",
  })
  void sendsACallToItsService(String path, Service service, String pathThere) {
    assertThat(Routes.destination(path, null)).isEqualTo(new Destination.Call(service, pathThere));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/images,/v2/images",
    "/v2/images/" + ID + ",/v2/images/{}",
    "/v2.5/images/" + ID + "/file,/v2/images/{}/file",
    "/v2/images/" + ID + "/tags/blue,/v2/images/{}/tags/{}",
    "/v2/metadefs/namespaces/OS::X/tags/y,/v2/metadefs/namespaces/{}/tags/{}",
    "/v2/whatever,/v2/{}",
  })
  void namesACallWithoutNamesAndIds(String path, String pattern) {
    assertThat(Routes.destination(path, null))
        .isInstanceOfSatisfying(
            Destination.Call.class, call -> assertThat(Routes.pattern(call)).isEqualTo(pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/images",
        "/q/metrics",
        "/v2/",
        "/v2//images",
        "/v2/images/",
        "/v2/../internal/x",
        "/v2/./images",
        "/v2/%2e%2e/internal/x",
        "/v2/%2E./internal/x",
        "/v2/images/../../internal/x",
        "/v2/..%2finternal/x",
        "/v2/images%2Ffile",
        "/v2/..%5cinternal",
        "/v2/..\\internal",
        "/v2/..;x=1/internal",
        "/v2/;x/internal",
        "/v2/..%3bx/internal",
        "/v2/images/%00",
        "/v2/images/%0d%0aX-A:b",
        "/v2/images/%2",
        "/v2/images/%zz",
        "/v2/images/a#b",
        "//v2/images",
        "/v2x/images",
        "/versions/",
        "v2/images",
        "/identity/../v2/images",
        "/identity/%2e%2e/q/metrics",
        "/identity/v3/users/a%2fb",
        "/identity//v3",
        "/identity2",
      })
  void leadsNowhereElse(String path) {
    assertThat(Routes.destination(path, null)).isEqualTo(new Destination.Nowhere());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void knowsTheRoot(String path) {
    assertThat(Routes.destination(path, null)).isEqualTo(new Destination.Root());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v1/images", "/v3/images", "/v2.99/images", "/v2.19"})
  void offersTheVersionsForAnUnknownOne(String path) {
    assertThat(Routes.destination(path, null)).isEqualTo(new Destination.VersionChoice());
  }

  @Test
  void takesTheVersionFromAccept() {
    assertThat(Routes.destination("/images", "application/vnd.openstack.images-v2"))
        .isEqualTo(new Destination.Call(Service.REGISTRY, "/v2/images"));
    assertThat(Routes.destination("/images", "application/vnd.openstack.images-v9"))
        .isEqualTo(new Destination.VersionChoice());
    assertThat(Routes.destination("/internal/x", "application/vnd.openstack.images-v2"))
        .isEqualTo(new Destination.Call(Service.REGISTRY, "/v2/internal/x"));
  }

  @ParameterizedTest
  @CsvSource({"/v2,VersionRoot", "/v2.3,VersionRoot", "/versions,VersionList"})
  void knowsThePlacesWithoutAToken(String path, String name) {
    assertThat(Routes.destination(path, null).getClass().getSimpleName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/identity", "/identity/", "/identity/v3", "/identity/v3/auth/tokens"})
  void leavesTheIdentityApiToItself(String path) {
    assertThat(Routes.destination(path, null)).isEqualTo(new Destination.Identity());
  }
}
