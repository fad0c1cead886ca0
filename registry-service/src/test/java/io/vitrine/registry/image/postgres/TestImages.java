package io.vitrine.registry.image.postgres;

import io.vitrine.registry.image.Images;
import org.hibernate.reactive.mutiny.Mutiny;

/** The images in PostgreSQL, for tests of what works on them. */
public final class TestImages {
  private TestImages() {}

  public static Images in(Mutiny.SessionFactory sessions) {
    return new PgImages(sessions);
  }
}
