package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VoucherTenantsTest {
  private static RSAPublicKey oldKey;
  private static RSAPublicKey newKey;
  private static VoucherTenants tenants;

  @BeforeAll
  static void trustTwoKeys() throws Exception {
    oldKey = (RSAPublicKey) VoucherKeyTest.newPair("RSA", 2048).getPublic();
    newKey = (RSAPublicKey) VoucherKeyTest.newPair("RSA", 2048).getPublic();
    tenants = new VoucherTenants(new Trust(Optional.of(List.of(pem(oldKey), pem(newKey)))));
  }

  @Test
  void theKeysNameChoosesTheKey() {
    // When
    var byOld = tenants.tenantOf(withKey(VoucherKey.idOf(oldKey)));
    var byNew = tenants.tenantOf(withKey(VoucherKey.idOf(newKey)));
    // Then
    assertThat(byOld.publicKey()).hasValue(encoded(oldKey));
    assertThat(byNew.publicKey()).hasValue(encoded(newKey));
    assertThat(byNew.token().issuer()).hasValue("vitrine-gateway");
    assertThat(byNew.token().audience()).hasValue(List.of("vitrine"));
    assertThat(tenants.tenantOf(withKey(VoucherKey.idOf(newKey)))).isSameAs(byNew);
  }

  @Test
  void anyOtherKeyIsTheRealms() {
    assertThat(tenants.tenantOf(withKey("keycloaks"))).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer .",
        "Bearer ..",
        "Bearer !!.x.y",
        "Bearer W10.x.y",
        "Bearer bnVsbA.x.y",
        "Bearer e30.x.y",
        "Bearer eyJraWQiOjF9.x.y",
        "Basic abc"
      })
  void garbageIsLeftToTheRealm(String authorization) {
    assertThat(tenants.tenantOf(authorization)).isNull();
  }

  @Test
  void withoutAKeyNobodyIsVouchedFor() {
    VoucherTenants none = new VoucherTenants(new Trust(Optional.empty()));

    assertThat(none.tenantOf(withKey(VoucherKey.idOf(oldKey)))).isNull();
  }

  private static String withKey(String id) {
    String header = "{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}";
    return "Bearer "
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + ".payload.signature";
  }

  private static String pem(RSAPublicKey key) {
    return VoucherKeyTest.pem("PUBLIC KEY", key);
  }

  private static String encoded(RSAPublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  private record Trust(Optional<List<String>> publicKeys) implements VoucherTrust {
    @Override
    public String issuer() {
      return "vitrine-gateway";
    }

    @Override
    public String audience() {
      return "vitrine";
    }
  }
}
