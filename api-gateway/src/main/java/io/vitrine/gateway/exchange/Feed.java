package io.vitrine.gateway.exchange;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring a client what is left of an object, from one copy. It tells its listener how
 * that goes, on the event loop of the client's connection, and after {@link #drop()} no more.
 */
interface Feed {
  /** Begins. */
  void start();

  /** Gives the attempt up. */
  void drop();

  /** To whom the bytes go. */
  interface Listener {
    /**
     * The store has answered.
     *
     * @return whether that is the range that was asked for; if not, the feed ends with {@link
     *     #broke}
     */
    boolean accept(int status, @Nullable String contentLength);

    /**
     * The next bytes, for the client.
     *
     * @return ends when they are in the client's socket
     */
    Future<Void> pass(Buffer piece);

    /** So many of the next bytes have got into the client's socket without being passed. */
    void spliced(int bytes);

    /** From now on the client is waited for. */
    void clientFull();

    /** The client takes bytes again. */
    void clientDrained();

    /** All that was asked for has come. */
    void ended();

    /**
     * No more will come.
     *
     * @param reason has nothing of the URL's signature
     */
    void broke(String reason);
  }
}
