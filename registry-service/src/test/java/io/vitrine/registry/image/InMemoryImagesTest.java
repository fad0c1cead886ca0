package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.InMemoryCatalogue;
import io.vitrine.registry.member.Member;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** The fake keeps the promises of the real catalogue. */
class InMemoryImagesTest {

  @Nested
  class Records extends ImagesContract {
    private final InMemoryCatalogue catalogue = new InMemoryCatalogue();

    @Override
    protected Images images() {
      return catalogue.images();
    }

    @Override
    protected <T> T commit(Supplier<Uni<T>> work) {
      return catalogue.inTransaction(work).await().indefinitely();
    }
  }

  @Nested
  class Deleted extends DeletedImagesContract {
    private final InMemoryCatalogue catalogue = new InMemoryCatalogue();

    @Override
    protected DeletedImages deleted() {
      return catalogue.deletedImages();
    }

    @Override
    protected Images images() {
      return catalogue.images();
    }

    @Override
    protected void add(List<Image> samples, List<Member> members) {
      samples.forEach(image -> commit(() -> images().add(image)));
      catalogue.members.addAll(members);
    }

    @Override
    protected List<Member> membersOf(Image image) {
      return catalogue.members().ofImage(image.id()).await().indefinitely();
    }

    @Override
    protected <T> T commit(Supplier<Uni<T>> work) {
      return catalogue.inTransaction(work).await().indefinitely();
    }
  }

  @Nested
  class Lists extends ListingContract {
    @Override
    protected Images images(List<Image> samples, List<Member> members) {
      InMemoryCatalogue catalogue = new InMemoryCatalogue();
      samples.forEach(image -> catalogue.images.put(image.id(), image));
      catalogue.members.addAll(members);
      return catalogue.images();
    }
  }
}
