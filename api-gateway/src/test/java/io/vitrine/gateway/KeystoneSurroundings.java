package io.vitrine.gateway;

import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;

/** The same, in a cloud that has a Keystone. */
public class KeystoneSurroundings extends Surroundings {
  @Override
  public Map<String, String> start() {
    KeyPair voucherKeys = newKeys();
    Map<String, String> settings = super.start();
    settings.put("vitrine.keystone.url", "http://127.0.0.1:" + freePort());
    settings.put("vitrine.keystone.username", "vitrine");
    settings.put("vitrine.keystone.password", "secret");
    settings.put("vitrine.keystone.answer-timeout", "1s");
    settings.put("vitrine.keystone.roles.operator", "Admin");
    settings.put(
        "vitrine.voucher.private-key",
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(base64(voucherKeys.getPrivate().getEncoded())));
    settings.put(
        "test.voucher-key",
        Base64.getEncoder().encodeToString(voucherKeys.getPublic().getEncoded()));
    return settings;
  }
}
