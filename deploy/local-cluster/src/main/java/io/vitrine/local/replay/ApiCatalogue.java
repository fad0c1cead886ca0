package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue as the API shows it to an administrator. */
final class ApiCatalogue implements Shown {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int AT_ONCE = 8;
  private static final String NAMESPACES = "/v2/metadefs/namespaces";

  /** What follows from the id, or is compared in another form. */
  private static final Set<String> NOT_AS_IT_IS =
      Set.of("id", "self", "file", "schema", "tags", "stores");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String gateway;
  private final Supplier<String> token;

  /**
   * A catalogue behind a gateway.
   *
   * @param token of an administrator; asked for each request
   */
  ApiCatalogue(String gateway, Supplier<String> token) {
    this.gateway = gateway;
    this.token = token;
  }

  @Override
  public void forEach(BiConsumer<Subject, Fields> each) throws IOException, InterruptedException {
    for (boolean hidden : new boolean[] {false, true}) {
      String path = "/v2/images?limit=1000&visibility=all&os_hidden=" + hidden;
      for (JsonNode page = page(path); page != null; page = next(page)) {
        images(page.path("images"), each);
      }
    }
    for (JsonNode page = page(NAMESPACES + "?limit=1000"); page != null; page = next(page)) {
      for (JsonNode listed : page.path("namespaces")) {
        String name = listed.path("namespace").asText();
        namespace(name)
            .ifPresent(fields -> each.accept(new Subject(Subject.Kind.NAMESPACE, name), fields));
      }
    }
  }

  private void images(JsonNode images, BiConsumer<Subject, Fields> each)
      throws IOException, InterruptedException {
    Map<String, Future<Optional<Fields>>> members = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (JsonNode image : images) {
        String id = image.path("id").asText();
        each.accept(new Subject(Subject.Kind.IMAGE, id), image(image));
        if (image.path("visibility").asText().equals("shared")) {
          members.put(id, threads.submit(() -> members(id)));
        }
      }
      for (Map.Entry<String, Future<Optional<Fields>>> one : members.entrySet()) {
        Subject subject = new Subject(Subject.Kind.MEMBERS, one.getKey());
        one.getValue().get().ifPresent(fields -> each.accept(subject, fields));
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot read the members of an image", e);
    }
  }

  @Override
  public Optional<Fields> of(Subject subject) throws IOException, InterruptedException {
    return switch (subject.kind()) {
      case IMAGE -> get("/v2/images/" + subject.id()).map(ApiCatalogue::image);
      case MEMBERS -> members(subject.id());
      case NAMESPACE -> namespace(subject.id());
    };
  }

  static Fields image(JsonNode image) {
    Fields fields = new Fields();
    image
        .properties()
        .forEach(field -> {
          if (!NOT_AS_IT_IS.contains(field.getKey())) {
            fields.with(field.getKey(), field.getValue());
          }
        });
    if (image.has("stores")) {
      fields.with("stores", Fields.sorted(Stream.of(image.path("stores").asText().split(","))));
    }
    return fields.with("tags", Fields.sorted(Fields.texts(image.path("tags"))));
  }

  private Optional<Fields> members(String imageId) throws IOException, InterruptedException {
    return get("/v2/images/" + imageId + "/members")
        .map(answer -> {
          Fields members = new Fields();
          answer
              .path("members")
              .forEach(member ->
                  members.with(member.path("member_id").asText(), ToldImages.member(member)));
          return members;
        });
  }

  private Optional<Fields> namespace(String name) throws IOException, InterruptedException {
    return get(NAMESPACES + "/" + encoded(name)).map(ApiCatalogue::namespace);
  }

  static Fields namespace(JsonNode namespace) {
    Fields fields = ToldNamespaces.fields(namespace);
    namespace
        .path("properties")
        .properties()
        .forEach(
            one -> fields.with(ToldNamespaces.partName("property", one.getKey()), one.getValue()));
    parts(fields, namespace.path("objects"), "object");
    parts(fields, namespace.path("tags"), "tag");
    parts(fields, namespace.path("resource_type_associations"), "resource_type");
    return fields;
  }

  private static void parts(Fields fields, JsonNode parts, String kind) {
    parts.forEach(part ->
        fields.with(
            ToldNamespaces.partName(kind, part.path("name").asText()),
            ToldNamespaces.part(kind, part)));
  }

  private JsonNode page(String path) throws IOException, InterruptedException {
    return get(path).orElseThrow(() -> new ClusterException(path + " is not there"));
  }

  private @Nullable JsonNode next(JsonNode page) throws IOException, InterruptedException {
    if (!page.has("next")) {
      return null;
    }
    URI next = URI.create(page.path("next").asText());
    return page(next.getRawPath() + "?" + next.getRawQuery());
  }

  /** Empty for what is not there, or has no members because it is not shared. */
  private Optional<JsonNode> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway + path))
            .header("X-Auth-Token", token.get())
            .timeout(PATIENCE)
            .build();
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(JSON.readTree(answer.body()));
      case 403, 404 -> Optional.empty();
      default ->
          throw new ClusterException(
              "GET %s answered %d: %s"
                  .formatted(
                      path,
                      answer.statusCode(),
                      new String(answer.body(), StandardCharsets.UTF_8)));
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
