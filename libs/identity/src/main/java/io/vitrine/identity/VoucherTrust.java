package io.vitrine.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Whose vouchers a service believes; without a key, nobody's. */
@ConfigMapping(prefix = "vitrine.voucher")
public interface VoucherTrust {

  /**
   * The public keys of the gateway: PEM text, or files that hold it. Several while the gateway's
   * key is being replaced.
   */
  Optional<List<String>> publicKeys();

  /** The issuer that a voucher must name. */
  @WithDefault("vitrine-gateway")
  String issuer();

  /** The audience that a voucher must name. */
  @WithDefault("vitrine")
  String audience();
}
