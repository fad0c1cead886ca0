package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BringImageTest {
  private static final String ID = "i";

  @AutoClose private final FakeImages source = new FakeImages();
  @AutoClose private final FakeImages target = new FakeImages();
  private final byte[] bytes = new byte[3 << 20];
  private final AtomicLong moved = new AtomicLong();

  BringImageTest() throws IOException {
    new Random(1).nextBytes(bytes);
    source.add(ID, bytes);
  }

  private Outcome run(Deed deed) throws InterruptedException {
    return new BringImage(
            source.client(), target.client(), Projects.SAME, Optional.empty(), moved::addAndGet)
        .bring(ID, deed);
  }

  private static Outcome equal(long size, boolean brought) {
    return new Outcome.Equal(size, brought, false);
  }

  @Test
  void bringsAnImageOnce() throws InterruptedException {
    assertThat(run(Deed.BRING)).isEqualTo(equal(bytes.length, true));
    assertThat(target.files.get(ID)).isEqualTo(bytes);
    assertThat(run(Deed.BRING)).isEqualTo(equal(0, false));
    assertThat(moved).hasValue(bytes.length);
  }

  @Test
  void beginsAgainAfterABreak() throws InterruptedException {
    target.breaks = 1;
    assertThat(run(Deed.BRING)).isEqualTo(equal(bytes.length, true));
    assertThat(target.files.get(ID)).isEqualTo(bytes);
    assertThat(moved).hasValue(bytes.length);
  }

  @Test
  void saysWhyAnIdIsNotFree() throws InterruptedException {
    target.deleted.add(ID);
    assertThat(run(Deed.BRING))
        .asInstanceOf(type(Outcome.Failed.class))
        .extracting(Outcome.Failed::cause)
        .asString()
        .contains("ids never come back");
  }

  @Test
  void doesNotCompleteAnUploadOfOtherBytes() throws InterruptedException {
    source.files.put(ID, new byte[bytes.length]);
    assertThat(run(Deed.BRING))
        .asInstanceOf(type(Outcome.Failed.class))
        .extracting(Outcome.Failed::cause)
        .asString()
        .contains("its record says");
    assertThat(target.files).isEmpty();
    assertThat(moved).hasValue(0);
  }

  @Test
  void waitsForNoUploadOfTheSource() throws InterruptedException {
    source.records.get(ID).put("status", "importing");
    assertThat(run(Deed.BRING)).isInstanceOf(Outcome.Failed.class);
    assertThat(target.records).isEmpty();
  }

  @Test
  void onlySaysOrCompares() throws InterruptedException {
    assertThat(run(Deed.SAY)).isEqualTo(new Outcome.Planned(List.of("create it", "bring 3.0 MiB")));
    assertThat(run(Deed.COMPARE))
        .isEqualTo(new Outcome.Different(List.of("it is not in the target")));
    assertThat(target.records).isEmpty();
  }

  @Test
  void findsBytesThatDiffer() throws IOException, InterruptedException {
    target.add(ID, new byte[bytes.length]);
    assertThat(run(Deed.BRING))
        .asInstanceOf(type(Outcome.Different.class))
        .extracting(Outcome.Different::differences)
        .asString()
        .contains("bytes: 3145728 bytes");
  }

  @Test
  void letsGoWhatIsGone() throws InterruptedException {
    source.records.clear();
    assertThat(run(Deed.BRING)).isEqualTo(new Outcome.Gone());
  }
}
