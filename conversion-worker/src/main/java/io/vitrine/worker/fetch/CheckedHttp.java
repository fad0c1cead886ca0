package io.vitrine.worker.fetch;

import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks other people's servers, at addresses that the rules allow.
 *
 * <p>A name is resolved once for each connection, all its addresses are checked, and the connection
 * goes to one of these: a name server that answers differently the next time is not asked then.
 * Each hop of a redirect is a URL like the first. A proxy changes nothing of that: it is asked for
 * the checked address.
 */
final class CheckedHttp {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final SourceRules rules;
  private final Resolver resolver;
  private final Duration answerTimeout;
  private final Optional<ForwardProxy> proxy;
  private final OkHttpClient client;

  CheckedHttp(
      SourceRules rules, Resolver resolver, Optional<ForwardProxy> proxy, FetchLimits limits) {
    this.rules = rules;
    this.resolver = resolver;
    this.proxy = proxy;
    this.answerTimeout = limits.connectTimeout().plus(limits.idleTimeout());
    this.client =
        new OkHttpClient.Builder()
            // Not even one that the environment names: ours is known to sockets only.
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .followSslRedirects(false)
            // The fetch itself knows what may be sent again, and how often.
            .retryOnConnectionFailure(false)
            // A connection is for one request: none is ever found in the pool.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(limits.connectTimeout())
            .readTimeout(limits.idleTimeout())
            .writeTimeout(limits.idleTimeout())
            .build();
  }

  /**
   * What a server answered.
   *
   * @param place where it was, behind all redirects
   */
  record Answer(Response response, SourceRequest place) {}

  /**
   * The answer at the end of all redirects, whatever its status.
   *
   * @param headers that any server may see, beside the request's own
   * @throws FetchException if asking again would not help
   * @throws IOException if it might
   */
  Answer get(SourceRequest request, Map<String, String> headers)
      throws IOException, InterruptedException {
    SourceRequest at = request;
    for (int hops = 0; ; hops++) {
      Response answer = checkedAnswer(at, headers);
      @Nullable String next = REDIRECTS.contains(answer.code()) ? answer.header("Location") : null;
      if (next == null) {
        return new Answer(answer, at);
      }
      answer.close();
      if (hops == MAX_REDIRECTS) {
        throw new FetchException("It redirects more than %d times.".formatted(MAX_REDIRECTS));
      }
      at = redirected(at, next);
    }
  }

  private static SourceRequest redirected(SourceRequest at, String next) throws FetchException {
    try {
      return at.redirectedTo(at.url().resolve(next));
    } catch (RefusedSourceException e) {
      throw new FetchException("It redirects elsewhere. " + e.reason());
    }
  }

  private Response checkedAnswer(SourceRequest at, Map<String, String> headers)
      throws IOException, InterruptedException {
    try {
      rules.check(at.url());
    } catch (RefusedSourceException e) {
      throw new FetchException(e.reason());
    }
    return Interruptibly.call(
        answerTimeout, Response::close, () -> send(at, headers, checkedAddresses(at.url())));
  }

  private List<InetAddress> checkedAddresses(RemoteUrl url) throws IOException {
    if (url.literal().isPresent()) {
      return List.of(url.literal().get());
    }
    List<InetAddress> addresses = resolver.resolve(url.host());
    if (addresses.stream().anyMatch(address -> rules.refusalOf(address).isPresent())) {
      // Which address it is, is nothing to tell: it may be our own network's secret.
      throw new FetchException(
          "Nothing is fetched from %s: it has an address that is not allowed."
              .formatted(url.host()));
    }
    return addresses;
  }

  private Response send(SourceRequest at, Map<String, String> headers, List<InetAddress> addresses)
      throws IOException {
    Request.Builder request = new Request.Builder().url(httpUrl(at.url()));
    at.headers().forEach(request::header);
    headers.forEach(request::header);
    // What is digested and stored has to be what is there.
    request.header("Accept-Encoding", "identity").header("User-Agent", "vitrine");
    Overhead overhead = new Overhead();
    SocketFactory sockets = CountedSocket.factory(() -> socketTo(at.url().host(), overhead));
    OkHttpClient own = client.newBuilder().dns(host -> addresses).socketFactory(sockets).build();
    return overhead.of(own.newCall(request.build()).execute());
  }

  private Socket socketTo(String source, Overhead overhead) {
    return proxy
        .filter(one -> one.isFor(source))
        .<Socket>map(one -> new TunnelSocket(one, overhead))
        .orElseGet(() -> new CountedSocket(overhead));
  }

  /** From the parts that were checked: another reader of URLs might find other ones. */
  private static HttpUrl httpUrl(RemoteUrl url) throws FetchException {
    try {
      String path = url.uri().getRawPath();
      return new HttpUrl.Builder()
          .scheme(url.scheme())
          .host(url.host())
          .port(url.port())
          .encodedPath(path.isEmpty() ? "/" : path)
          .encodedQuery(url.uri().getRawQuery())
          .build();
    } catch (IllegalArgumentException e) {
      throw new FetchException("%s is not a host name.".formatted(url.host()));
    }
  }
}
