package io.vitrine.registry.image.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.ImagesContract;
import io.vitrine.registry.image.ListingContract;
import io.vitrine.registry.member.Member;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class PgImagesTest {
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.start(ImageRow.class, TombstoneRow.class);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute("truncate images, image_members, image_tombstones");
  }

  private static void insert(Member member) {
    database.execute(
        "insert into image_members values ('%s', '%s', '%s', now(), now())"
            .formatted(member.imageId(), member.memberId(), member.status().wireName()));
  }

  private static <T> T inTransaction(Supplier<Uni<T>> work) {
    Mutiny.SessionFactory sessions = database.sessions();
    return sessions
        .withTransaction(session -> Uni.createFrom().deferred(() -> work.get()))
        .await()
        .indefinitely();
  }

  @Nested
  class Records extends ImagesContract {
    @Override
    protected Images images() {
      return new PgImages(database.sessions());
    }

    @Override
    protected <T> T commit(Supplier<Uni<T>> work) {
      return inTransaction(work);
    }
  }

  @Nested
  class Lists extends ListingContract {
    @Override
    protected Images images(List<Image> samples, List<Member> members) {
      Images images = new PgImages(database.sessions());
      samples.forEach(image -> inTransaction(() -> images.add(image)));
      members.forEach(PgImagesTest::insert);
      return images;
    }
  }
}
