package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that look like a real one and are none. */
final class Forgery {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String realHeader;
  private final String realClaims;
  private final String realSignature;

  Forgery(String real) {
    String[] parts = real.split("\\.");
    realHeader = parts[0];
    realClaims = parts[1];
    realSignature = parts[2];
  }

  /** Not signed at all. */
  String unsigned(String algorithm) {
    return changed(realHeader, header -> header.put("alg", algorithm)) + "." + realClaims + ".";
  }

  /** Not signed, with the real signature behind it. */
  String unsignedWithSignature() {
    return changed(realHeader, header -> header.put("alg", "none"))
        + "."
        + realClaims
        + "."
        + realSignature;
  }

  /** Other claims under the real signature. */
  String withClaims(Consumer<ObjectNode> change) {
    return realHeader + "." + changed(realClaims, change) + "." + realSignature;
  }

  /** Signed with a public key as if that were a shared secret. */
  String symmetric(byte[] key) throws GeneralSecurityException {
    String content = changed(realHeader, header -> header.put("alg", "HS256")) + "." + realClaims;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return content + "." + encode(mac.doFinal(bytes(content)));
  }

  /** Well signed by a key that is ours alone, which the header may even bring along. */
  String selfSigned(Consumer<ObjectNode> header, Consumer<ObjectNode> claims)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    String content = changed(realHeader, header) + "." + changed(realClaims, claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(bytes(content));
    return content + "." + encode(signature.sign());
  }

  private static String changed(String part, Consumer<ObjectNode> change) {
    ObjectNode json = (ObjectNode) decode(part);
    change.accept(json);
    return encode(bytes(json.toString()));
  }

  static JsonNode decode(String part) {
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
