package io.vitrine.gateway.exchange;

import static io.netty.handler.codec.http.HttpMethod.GET;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the kernel move the bytes from the store's socket to the client's, through a pipe: {@code
 * splice(2)}, which copies nothing. For two connections of plain HTTP/1 on Linux.
 *
 * <p>Sockets do not say that they are ready without being read from or written to. So what the
 * store's socket has after a pause is read as usual, a few KiB, and what the client's socket has no
 * room for is taken off the pipe and written as usual. Either goes by way of the listener, and all
 * that follows is spliced once it is out.
 */
final class SplicedFeed extends SimpleChannelInboundHandler<HttpObject> implements Feed {
  /** Below this a connection of its own is not worth it. */
  static final long FROM = 1 << 20;

  private static final int READ = 4 << 10;
  private static final int PIPE = 64 << 10;
  private static final int LINE = 4 << 10;
  private static final int HEADERS = 64 << 10;

  /** Then the event loop's other connections have their turn. */
  private static final int PIPES_IN_ONE_TURN = 32;

  private static final int NO_OFFSET = -1;
  private static final int HTTP = 80;

  private final EpollSocketChannel client;
  private final ContextInternal context;
  private final AddressResolverGroup<InetSocketAddress> names;
  private final int connectMillis;
  private final URI source;
  private final FullHttpRequest request;
  private final Listener listener;
  private final FileDescriptor pipeEnd;
  private final FileDescriptor pipeBegin;

  private long left;
  private int unwritten;
  private boolean busy;
  private boolean begun;
  private boolean waiting;
  private boolean over;
  private @Nullable Channel store;

  /**
   * Prepares it.
   *
   * @param source a {@code http} URL
   * @param first offset of the first byte
   * @param last offset of the last byte
   * @throws IOException if there are no file descriptors left for a pipe
   */
  SplicedFeed(
      VertxInternal vertx,
      Duration connectTimeout,
      URI source,
      long first,
      long last,
      EpollSocketChannel client,
      Listener listener)
      throws IOException {
    this.context = vertx.getOrCreateContext();
    this.names = vertx.nettyAddressResolverGroup();
    this.connectMillis = Math.toIntExact(connectTimeout.toMillis());
    this.source = source;
    this.request = request(source, first, last);
    this.left = last - first + 1;
    this.client = client;
    this.listener = listener;
    FileDescriptor[] pipe = FileDescriptor.pipe();
    this.pipeEnd = pipe[0];
    this.pipeBegin = pipe[1];
  }

  /** The connection of a client that bytes can be spliced to, from this thread. */
  static Optional<EpollSocketChannel> channel(HttpServerRequest request) {
    // What a proxy in front says of TLS is no matter: it is this connection that counts.
    return request.version() != HttpVersion.HTTP_2
            && request.connection() instanceof ConnectionBase connection
            && connection.channel() instanceof EpollSocketChannel channel
            && channel.pipeline().get(SslHandler.class) == null
            && channel.eventLoop().inEventLoop()
        ? Optional.of(channel)
        : Optional.empty();
  }

  private static FullHttpRequest request(URI source, long first, long last) {
    String query = source.getRawQuery();
    String target = source.getRawPath() + (query == null ? "" : "?" + query);
    FullHttpRequest request =
        new DefaultFullHttpRequest(HTTP_1_1, GET, target, Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(HttpHeaderNames.HOST, source.getRawAuthority())
        .set(HttpHeaderNames.RANGE, "bytes=%d-%d".formatted(first, last));
    return request;
  }

  @Override
  public void start() {
    ChannelFuture connecting =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(EpollSocketChannel.class)
            .resolver(names)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
            .option(ChannelOption.AUTO_READ, false)
            .option(
                ChannelOption.RCVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(READ).maxMessagesPerRead(1))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpClientCodec(LINE, HEADERS, READ), SplicedFeed.this);
                  }
                })
            .connect(source.getHost(), source.getPort() < 0 ? HTTP : source.getPort());
    store = connecting.channel();
    connecting.addListener(this::check);
  }

  private void check(Future<? super Void> step) {
    if (!step.isSuccess()) {
      broke(step.cause());
    }
  }

  @Override
  public void drop() {
    if (!over) {
      over = true;
      close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext handler) {
    if (over) {
      close(handler.channel());
      return;
    }
    handler.writeAndFlush(request).addListener(this::check);
    handler.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext handler, HttpObject message) {
    if (over) {
      return;
    }
    busy = true;
    if (message.decoderResult().isFailure()) {
      broke(message.decoderResult().cause());
    } else if (message instanceof HttpResponse head) {
      check(head);
    } else if (message instanceof HttpContent content && content.content().isReadable()) {
      pass(content.content());
    }
  }

  private void check(HttpResponse head) {
    int status = head.status().code();
    if (HttpStatusClass.INFORMATIONAL.contains(status)) {
      return;
    }
    if (!listener.accept(status, head.headers().get(HttpHeaderNames.CONTENT_LENGTH))) {
      broke("it answered " + status);
    }
  }

  private void pass(ByteBuf read) {
    begun = true;
    left -= read.readableBytes();
    write(read);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext handler) {
    busy = false;
    goOn();
  }

  @Override
  public void channelInactive(ChannelHandlerContext handler) {
    // What is left is in the pipe or on its way to the client.
    if (left > 0) {
      broke("it ended too early");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext handler, Throwable failure) {
    broke(failure);
  }

  private void goOn() {
    if (over || busy || unwritten > 0 || store == null) {
      return;
    }
    if (waiting) {
      waiting = false;
      listener.clientDrained();
    }
    if (!begun) {
      store.read();
      return;
    }
    busy = true;
    try {
      splice((EpollSocketChannel) store);
    } catch (IOException e) {
      broke(e);
    } finally {
      busy = false;
    }
  }

  private void splice(EpollSocketChannel from) throws IOException {
    for (int pipes = 0; left > 0 && pipes < PIPES_IN_ONE_TURN; pipes++) {
      if (!from.isOpen() || !client.isOpen()) {
        return;
      }
      int piped = splice(from.fd(), pipeBegin, (int) Math.min(left, PIPE));
      if (piped == 0) {
        break;
      }
      left -= piped;
      drain(piped);
      if (unwritten > 0) {
        return;
      }
    }
    if (left > 0) {
      from.read();
    } else {
      over = true;
      close();
      context.emit(ended -> listener.ended());
    }
  }

  private void drain(int piped) throws IOException {
    int rest = piped;
    while (rest > 0) {
      int moved = spliceToClient(rest);
      if (moved == 0) {
        take(rest);
        return;
      }
      rest -= moved;
      listener.spliced(moved);
    }
  }

  private int spliceToClient(int piped) throws IOException {
    try {
      return splice(pipeEnd, client.fd(), piped);
    } catch (IOException e) {
      // The client is gone, which is no news of the store: its connection tells the exchange.
      drop();
      close(client);
      throw e;
    }
  }

  private static int splice(FileDescriptor from, FileDescriptor to, int atMost) throws IOException {
    return Native.splice(from.intValue(), NO_OFFSET, to.intValue(), NO_OFFSET, atMost);
  }

  /** Writes what is in the pipe as usual. */
  private void take(int piped) throws IOException {
    ByteBuf taken = client.alloc().directBuffer(piped);
    try {
      while (taken.readableBytes() < piped) {
        ByteBuffer room = taken.nioBuffer(taken.writerIndex(), piped - taken.readableBytes());
        int read = pipeEnd.read(room, 0, room.limit());
        if (read <= 0) {
          throw new EOFException("a pipe has lost bytes");
        }
        taken.writerIndex(taken.writerIndex() + read);
      }
      write(taken);
    } finally {
      taken.release();
    }
  }

  private void write(ByteBuf piece) {
    unwritten++;
    listener
        .pass(Buffer.buffer(ByteBufUtil.getBytes(piece)))
        .onSuccess(written -> {
          unwritten--;
          goOn();
        });
    if (unwritten > 0 && !waiting && !over) {
      waiting = true;
      listener.clientFull();
    }
  }

  private void broke(Throwable failure) {
    broke(failure.getClass().getSimpleName());
  }

  private void broke(String reason) {
    if (!over) {
      drop();
      context.emit(broken -> listener.broke(reason));
    }
  }

  private void close() {
    if (store != null) {
      close(store);
    }
    for (FileDescriptor end : new FileDescriptor[] {pipeEnd, pipeBegin}) {
      try {
        end.close();
      } catch (IOException e) {
        throw new IllegalStateException("A pipe cannot be closed", e);
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is closed in any case
  private static void close(Channel channel) {
    channel.close();
  }
}
