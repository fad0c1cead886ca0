package io.vitrine.gateway.exchange;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.Pipe;
import io.vitrine.events.DownloadFact.ImageDownloaded;
import io.vitrine.events.DownloadFact.Outcome;
import io.vitrine.gateway.download.Download;
import io.vitrine.gateway.platform.GatewayConfig;
import io.vitrine.gateway.route.Service;
import io.vitrine.handover.HandOver;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a service, and the answer on its way back. Answers and images are
 * piped: each side is read only as fast as the other side takes it. Any other body is read first.
 *
 * <p>The two directions are independent. A service may answer before it has the whole body; the
 * answer goes out at once. What must never happen is that a client takes half an answer for a whole
 * one, so a service that dies in the middle of one takes the client's connection with it.
 *
 * <p>vertx-http-proxy is not used here, since it gives up the answer when the upload breaks off,
 * which is just what an early refusal does.
 *
 * <p>Runs on the event loop of the client's connection only; needs no locks.
 */
final class Exchange {
  private static final Logger LOG = Logger.getLogger(Exchange.class);
  private static final long NO_TIMER = -1;

  /** More of an answer than this is never in the gateway while nobody takes it. */
  private static final long READ_AHEAD = 1 << 20;

  /** What may bring the last byte of an image, which the store then reads or joins. */
  private static final Set<HttpMethod> UPLOADS =
      Set.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.POST);

  private static final Set<HttpMethod> READERS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Vertx vertx;
  private final GatewayConfig.Gateway settings;
  private final Answers answers;
  private final StoreReader stores;
  private final Service service;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Download download;
  private final ResponseHeaders responseHeaders;
  private final Supplier<Future<HttpClientRequest>> connecting;

  private @Nullable HttpClientRequest toService;
  private @Nullable HttpClientResponse fromService;
  private @Nullable Pipe<Buffer> upload;
  private @Nullable Pipe<Buffer> answer;
  private @Nullable Delivery delivery;
  private boolean clientGone;
  private boolean sent;
  private boolean answered;
  private boolean answerOver;
  private boolean toldToGoOn;
  private boolean tooSlow;
  private boolean askedAgain;
  private long timer = NO_TIMER;

  /**
   * Prepares it; nothing is sent yet.
   *
   * @param request must be paused
   * @param connecting begins a request to the service
   */
  Exchange(
      Vertx vertx,
      GatewayConfig.Gateway settings,
      Answers answers,
      StoreReader stores,
      Service service,
      HttpServerRequest request,
      ResponseHeaders responseHeaders,
      Supplier<Future<HttpClientRequest>> connecting) {
    this.vertx = vertx;
    this.settings = settings;
    this.answers = answers;
    this.stores = stores;
    this.service = service;
    this.request = request;
    this.response = request.response();
    this.download = new Download(request);
    this.responseHeaders = responseHeaders;
    this.connecting = connecting;
  }

  void start() {
    if (service == Service.STORE) {
      connecting.get().onComplete(this::send, this::unreachable);
      return;
    }
    Document.read(request, vertx, settings)
        .onSuccess(whole -> {
          toldToGoOn = true;
          connecting.get().onComplete(outbound -> sendDocument(outbound, whole), this::unreachable);
        })
        .onFailure(this::noDocument);
  }

  private void noDocument(Throwable failure) {
    if (!clientGone && failure instanceof ProblemException refused) {
      answers.refuse(request, refused.problem());
    }
  }

  void clientGone() {
    clientGone = true;
    if (delivery != null) {
      delivery.cancel();
    }
    letGo();
  }

  /**
   * Gives up the rest of the exchange. Its connection knows the end of an answer before this does,
   * and may be somebody else's already, whom breaking it off would harm. So it is broken off only
   * while the end cannot have come; otherwise what is left is read and thrown away.
   */
  private void letGo() {
    if (toService == null) {
      return;
    }
    if (!isSent()) {
      toService.reset();
    } else if (fromService == null) {
      if (timer == NO_TIMER) {
        awaitAnswer();
      }
    } else if (leftOf(fromService) > READ_AHEAD) {
      giveUp();
    } else if (!answerOver) {
      startTimer(settings.answerTimeout(), this::giveUp);
      if (answer != null) {
        answer.close();
      }
    }
  }

  /** Unless there is nothing left to give up. */
  private void giveUp() {
    if (toService != null && !answerOver) {
      toService.reset();
    }
  }

  private boolean isSent() {
    return sent || request.isEnded();
  }

  /** Bytes that the client has not been sent yet, many if nobody knows. */
  private long leftOf(HttpClientResponse inbound) {
    String length = inbound.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (service != Service.STORE || request.method().equals(HttpMethod.HEAD)) {
      return 0;
    }
    return length == null ? Long.MAX_VALUE : Long.parseLong(length) - response.bytesWritten();
  }

  /** What there is to be told at the end, if this was a download. */
  Optional<ImageDownloaded> download(boolean whole) {
    if (delivery != null) {
      download.readsFrom(delivery.reading());
    }
    return download.ended(whole, splicedBytes());
  }

  long splicedBytes() {
    return delivery == null ? 0 : delivery.splicedBytes();
  }

  private void sendDocument(HttpClientRequest outbound, Buffer document) {
    if (!begin(outbound)) {
      return;
    }
    outbound.headers().remove(HttpHeaders.EXPECT);
    if (document.length() > 0 || request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      outbound.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(document.length()));
    }
    sent = true;
    outbound.end(document).onSuccess(done -> awaitAnswer());
  }

  private boolean begin(HttpClientRequest outbound) {
    if (clientGone) {
      outbound.reset();
      return false;
    }
    toService = outbound;
    outbound.exceptionHandler(failure -> LOG.debugf(failure, "Sending to %s failed", service));
    outbound.response().onComplete(this::relay, this::noAnswer);
    return true;
  }

  private void send(HttpClientRequest outbound) {
    if (!begin(outbound)) {
      return;
    }
    switch (ClientBody.of(request)) {
      case NONE -> sendWithoutBody(outbound);
      case MAYBE -> sendWhenBodyShows(outbound);
      case ANNOUNCED -> sendBody(outbound);
    }
  }

  private void sendWithoutBody(HttpClientRequest outbound) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      outbound.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    request.resume();
    sent = true;
    outbound.end().onSuccess(done -> awaitAnswer());
  }

  /** A body that never comes must not turn into an empty one: services refuse unexpected bodies. */
  private void sendWhenBodyShows(HttpClientRequest outbound) {
    request.endHandler(none -> outbound.end().onSuccess(sent -> awaitAnswer()));
    request.handler(first -> {
      request.pause();
      outbound.setChunked(true);
      outbound.write(first);
      pipeUpload(outbound);
    });
    request.fetch(1);
  }

  private void sendBody(HttpClientRequest outbound) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      outbound.setChunked(true);
    } else {
      outbound.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    if (ClientBody.isHeldBack(request)) {
      outbound.continueHandler(go -> goOn(outbound));
      startTimer(settings.continueTimeout(), () -> goOn(outbound));
      outbound.sendHead();
    } else {
      outbound.headers().remove(HttpHeaders.EXPECT);
      pipeUpload(outbound);
    }
  }

  private void goOn(HttpClientRequest outbound) {
    if (clientGone || answered || toldToGoOn) {
      return;
    }
    stopTimer();
    toldToGoOn = true;
    response.writeContinue();
    pipeUpload(outbound);
  }

  /**
   * A failure here is not the end: either the client left, which is noticed elsewhere, or the
   * service has stopped reading, and its answer says why.
   */
  private void pipeUpload(HttpClientRequest outbound) {
    Pipe<Buffer> pipe = request.pipe().endOnFailure(false);
    upload = pipe;
    pipe.to(outbound)
        .onComplete(
            sent -> awaitAnswer(),
            failure -> LOG.debugf(failure, "Upload to %s broke off", service));
  }

  private void awaitAnswer() {
    if (!answered) {
      startTimer(
          service == Service.STORE && UPLOADS.contains(request.method())
              ? settings.storeAnswerTimeout()
              : settings.answerTimeout(),
          () -> {
            tooSlow = true;
            if (toService != null) {
              toService.reset();
            }
          });
    }
  }

  private void relay(HttpClientResponse inbound) {
    download.answered(inbound.headers());
    if (isHandOver(inbound)) {
      inbound.body().onComplete(this::deliver, this::noAnswer);
      return;
    }
    stopTimer();
    answered = true;
    fromService = inbound;
    inbound
        .end()
        .onComplete(ended -> {
          answerOver = true;
          stopTimer();
        });
    if (clientGone) {
      letGo();
      return;
    }
    response.setStatusCode(inbound.statusCode());
    responseHeaders.copy(inbound, response);
    boolean close = !toldToGoOn && Answers.announceClose(request);
    if (needsChunks(inbound)) {
      response.setChunked(true);
    }
    Pipe<Buffer> pipe = inbound.pipe().endOnFailure(false);
    answer = pipe;
    pipe.to(response)
        .onComplete(
            sent -> finish(close),
            failure -> {
              if (!clientGone) {
                breakOff(failure);
              }
            });
  }

  /** Whether a service may answer by naming stores: a reader of images that can be sent there. */
  static boolean takesHandOver(
      GatewayConfig.Gateway settings, Service service, HttpServerRequest request) {
    return settings.readsStores()
        && service == Service.STORE
        && request.method().equals(HttpMethod.GET);
  }

  private boolean isHandOver(HttpClientResponse inbound) {
    String length = inbound.getHeader(HttpHeaders.CONTENT_LENGTH);
    return takesHandOver(settings, service, request)
        && inbound.statusCode() == HandOver.STATUS
        && HandOver.MEDIA_TYPE.equals(inbound.getHeader(HttpHeaders.CONTENT_TYPE))
        && length != null
        && Long.parseLong(length) <= HandOver.MAX_BYTES;
  }

  /** The store-service leaves the sending of the bytes to this gateway. */
  private void deliver(Buffer document) {
    stopTimer();
    answered = true;
    if (clientGone) {
      return;
    }
    try {
      Delivery started = new Delivery(vertx, stores, HandOver.parse(document.getBytes()), request);
      delivery = started;
      started.start().onFailure(this::undelivered);
    } catch (IOException e) {
      undelivered(e);
    }
  }

  private void undelivered(Throwable failure) {
    if (clientGone) {
      return;
    }
    LOG.errorf("A download failed: %s", failure.getMessage());
    download.failed(
        failure instanceof Delivery.SlowClientException
            ? Outcome.CLIENT_GONE
            : Outcome.STORE_FAILED);
    if (response.headWritten()) {
      ClientBody.cut(request);
    } else if (failure instanceof Delivery.NothingReadException nothing && nothing.isMissing()) {
      response.setStatusCode(204).end();
    } else {
      answers.refuse(
          request,
          ProblemKind.UNAVAILABLE,
          "No store with the image's data gives it now; try later.");
    }
  }

  private boolean needsChunks(HttpClientResponse inbound) {
    int status = inbound.statusCode();
    return request.version() == HttpVersion.HTTP_1_1
        && !request.method().equals(HttpMethod.HEAD)
        && status != 204
        && status != 304
        && !inbound.headers().contains(HttpHeaders.CONTENT_LENGTH);
  }

  private void finish(boolean close) {
    if (close) {
      cancelUpload();
      request.connection().close();
    } else if (!isSent()) {
      cancelUpload();
      answers.drain(request);
    }
  }

  private void cancelUpload() {
    if (upload != null) {
      upload.close();
    }
    letGo();
  }

  private void breakOff(Throwable failure) {
    if (!response.closed()) {
      LOG.infof("An answer of the %s broke off in the middle: %s", service.title(), failure);
      download.failed(Outcome.STORE_FAILED);
    }
    cancelUpload();
    ClientBody.cut(request);
  }

  private void unreachable(Throwable failure) {
    if (clientGone) {
      return;
    }
    LOG.warnf("The %s cannot be reached: %s", service.title(), failure);
    answers.refuse(request, Services.unreachable(service));
  }

  private void noAnswer(Throwable failure) {
    stopTimer();
    if (clientGone || answered) {
      return;
    }
    if (mayAskAgain(failure)) {
      askedAgain = true;
      connecting
          .get()
          .onComplete(outbound -> sendDocument(outbound, Buffer.buffer()), this::unreachable);
      return;
    }
    answered = true;
    if (upload != null) {
      upload.close();
    }
    LOG.warnf("The %s gave no answer: %s", service.title(), failure);
    answers.refuse(
        request,
        ProblemKind.UNAVAILABLE,
        tooSlow
            ? "The %s did not answer in time. Please try again.".formatted(service.title())
            : "The %s broke off before it answered. Please try again.".formatted(service.title()));
  }

  /**
   * Any connection may be closed by the service, idle as it was, while a request is under way on it
   * (RFC 9112, 9.3.1): who only reads may ask again.
   */
  private boolean mayAskAgain(Throwable failure) {
    return !askedAgain
        && failure instanceof HttpClosedException
        && READERS.contains(request.method())
        && ClientBody.of(request) == ClientBody.NONE;
  }

  private void startTimer(Duration after, Runnable action) {
    stopTimer();
    timer = vertx.setTimer(after.toMillis(), fired -> action.run());
  }

  private void stopTimer() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }
}
