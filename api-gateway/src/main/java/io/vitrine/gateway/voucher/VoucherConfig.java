package io.vitrine.gateway.voucher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How vouchers are signed. The services need the public half of the key. */
@ConfigMapping(prefix = "vitrine.voucher")
public interface VoucherConfig {

  /**
   * An RSA key in PKCS #8: PEM text, or a file that holds it. Without it nothing is vouched for.
   */
  Optional<String> privateKey();

  @WithDefault("vitrine-gateway")
  String issuer();

  @WithDefault("vitrine")
  String audience();

  /**
   * How long a voucher is good for, whatever the caller's own token says. The store shows it to the
   * registry once more when an upload ends.
   */
  @WithDefault("1H")
  Duration lifetime();
}
