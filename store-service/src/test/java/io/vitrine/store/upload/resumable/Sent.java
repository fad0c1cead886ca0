package io.vitrine.store.upload.resumable;

import io.vitrine.store.upload.UploadBody.CutException;
import java.util.OptionalLong;

/** Bytes that a client sends in one request. */
class Sent implements Delivery {
  private final byte[] content;
  private final int end;
  private int at;
  private volatile boolean givingWay;

  Sent(byte[] content, int from, int end) {
    this.content = content;
    this.at = from;
    this.end = end;
  }

  @Override
  public OptionalLong announced() {
    return OptionalLong.of(end - at);
  }

  @Override
  public void giveWay() {
    givingWay = true;
  }

  @Override
  public int read(byte[] into) {
    if (givingWay) {
      throw new CutException("another request has come");
    }
    int length = Math.min(into.length, end - at);
    System.arraycopy(content, at, into, 0, length);
    at += length;
    return length;
  }
}
