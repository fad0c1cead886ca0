package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the services believe of a voucher, whoever made it. */
class VouchersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final TestCluster cluster = TestCluster.get();

  @ParameterizedTest
  @EnumSource(
      value = PartName.class,
      names = {"REGISTRY", "METADEFS"})
  void servicesTakeAVoucher(PartName service) throws Exception {
    // Given
    String path = service == PartName.REGISTRY ? "/v2/images" : "/v2/metadefs/namespaces";
    ImageApi api = new ImageApi(cluster.url(service), voucher(claims -> {}));
    // Then
    assertThat(api.get(path).status()).isEqualTo(200);
  }

  static Stream<Consumer<ObjectNode>> lies() {
    return Stream.of(
        claims -> claims.put("iss", "somebody"),
        claims -> claims.remove("iss"),
        claims -> claims.put("iss", TestCluster.get().parts().ports().realm()),
        claims -> claims.put("aud", "somebody"),
        claims -> claims.remove("aud"),
        claims -> claims.put("exp", Instant.now().getEpochSecond() - 60),
        claims -> claims.remove("exp"));
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("lies")
  void servicesRefuseAVoucherThatIsNot(Consumer<ObjectNode> lie) throws Exception {
    ImageApi api = new ImageApi(cluster.url(PartName.REGISTRY), voucher(lie));

    assertThat(api.get("/v2/images").status()).isEqualTo(401);
  }

  @Test
  void servicesRefuseAnotherKeyUnderTheSameName() throws Exception {
    // Given
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String forged = sign(keyId(), claims(), generator.generateKeyPair().getPrivate());
    // Then
    assertThat(new ImageApi(cluster.url(PartName.REGISTRY), forged).get("/v2/images").status())
        .isEqualTo(401);
  }

  @Test
  void theRealmHasOnlyItsOwnKeys() throws Exception {
    // Given
    ObjectNode claims = claims();
    claims.put("iss", cluster.parts().ports().realm());
    String forged = sign("another-key", claims, gatewaysKey());
    // Then
    assertThat(new ImageApi(cluster.url(PartName.REGISTRY), forged).get("/v2/images").status())
        .isEqualTo(401);
  }

  @Test
  void theDoorTakesNoVoucher() throws Exception {
    assertThat(new ImageApi(cluster.gateway(), voucher(claims -> {})).get("/v2/images").status())
        .isEqualTo(401);
  }

  @Test
  void aVoucherIsNoServicesToken() throws Exception {
    // Given
    String voucher =
        voucher(claims ->
            claims.set("projects", JSON.createArrayNode().add("/projects/service/service")));
    ImageApi api = new ImageApi(cluster.url(PartName.REGISTRY), voucher);
    // Then
    assertThat(
            api.post("/internal/imports/claims", "{\"run_id\":\"%s\"}".formatted(UUID.randomUUID()))
                .status())
        .isEqualTo(403);
  }

  private String voucher(Consumer<ObjectNode> change) throws Exception {
    ObjectNode claims = claims();
    change.accept(claims);
    return sign(keyId(), claims, gatewaysKey());
  }

  private static ObjectNode claims() {
    long now = Instant.now().getEpochSecond();
    ObjectNode claims = JSON.createObjectNode();
    claims.put("iss", "vitrine-gateway").put("aud", "vitrine").put("sub", "somebody");
    claims.put("iat", now).put("exp", now + 60).put("jti", UUID.randomUUID().toString());
    claims.set("projects", JSON.createArrayNode().add("/projects/p1/member"));
    return claims;
  }

  private static String sign(String keyId, ObjectNode claims, PrivateKey key)
      throws GeneralSecurityException {
    ObjectNode header = JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT");
    header.put("kid", keyId);
    String signed = encode(header.toString()) + "." + encode(claims.toString());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private PrivateKey gatewaysKey() throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(pem(cluster.voucherKey())));
  }

  private String keyId() throws IOException, GeneralSecurityException {
    byte[] publicKey = pem(cluster.voucherKey().resolveSibling("voucher-public.pem"));
    return "voucher-"
        + BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(publicKey));
  }

  private static byte[] pem(Path file) throws IOException {
    return Base64.getMimeDecoder()
        .decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
  }
}
