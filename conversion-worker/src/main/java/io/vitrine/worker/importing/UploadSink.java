package io.vitrine.worker.importing;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.objectstore.ObjectUpload;

/**
 * Uploads what it is given, the head last.
 *
 * @param moved runs whenever bytes were taken
 */
record UploadSink(ObjectUpload upload, Runnable moved) implements ByteSink {

  @Override
  public void write(byte[] bytes, int offset, int length) {
    upload.write(bytes, offset, length);
    moved.run();
  }

  @Override
  public void reserveHead(int length) {
    upload.reserveHead(length);
  }

  @Override
  public void putHead(byte[] head) {
    upload.putHead(head);
  }
}
