package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Path;

/** PostgreSQL's programs, unpacked once for all clusters of a checkout. */
public final class PostgresPrograms {
  private PostgresPrograms() {}

  /** The folder that has them. */
  public static Path of(Checkout checkout) throws IOException, InterruptedException {
    Path folder = checkout.unpacked().resolve("postgres");
    Archives.once(folder, fresh -> PostgresPart.unpack(checkout, fresh));
    return folder;
  }
}
