package io.vitrine.local.images;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;

/** A file as a request body that tells how much of it has gone out. */
final class MeteredFile implements BodyPublisher {
  private final BodyPublisher file;
  private final LongConsumer onSent;

  MeteredFile(Path path, LongConsumer onSent) throws FileNotFoundException {
    this.file = BodyPublishers.ofFile(path);
    this.onSent = onSent;
  }

  @Override
  public long contentLength() {
    return file.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    file.subscribe(new Counting(subscriber, onSent));
  }

  private static final class Counting implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> target;
    private final LongConsumer onSent;
    private long sent;

    Counting(Subscriber<? super ByteBuffer> target, LongConsumer onSent) {
      this.target = target;
      this.onSent = onSent;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      target.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
      sent += buffer.remaining();
      onSent.accept(sent);
      target.onNext(buffer);
    }

    @Override
    public void onError(Throwable failure) {
      target.onError(failure);
    }

    @Override
    public void onComplete() {
      target.onComplete();
    }
  }
}
