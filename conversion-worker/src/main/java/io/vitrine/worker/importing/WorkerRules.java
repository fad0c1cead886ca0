package io.vitrine.worker.importing;

import java.time.Duration;

/**
 * What an operator decides about this worker.
 *
 * @param slots runs at the same time
 * @param heartbeat how often a run reports while bytes move
 * @param askEvery how often an idle worker asks for work although nobody told it to
 * @param reportPatience how long a result may take to be acknowledged
 * @param verifyCopies whether a copy in another store is read and digested before it counts
 * @param decompress whether disks are taken out of what they are compressed with
 * @param mostUnpackedPerByte how many bytes of a disk may come out of one that is compressed
 */
public record WorkerRules(
    int slots,
    Duration heartbeat,
    Duration askEvery,
    Duration reportPatience,
    boolean verifyCopies,
    boolean decompress,
    long mostUnpackedPerByte) {
  public WorkerRules {
    if (slots < 1) {
      throw new IllegalArgumentException("vitrine.worker.slots is " + slots + ", needs at least 1");
    }
  }
}
