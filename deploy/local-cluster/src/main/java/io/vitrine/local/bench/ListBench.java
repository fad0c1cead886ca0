package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks for pages of a list in a small catalogue and in a large one. A page has 25 images in both,
 * so only the way to them differs.
 */
public final class ListBench {
  private static final int SMALL = 1_000;
  private static final int PAGE = 25;
  private static final int WARM_UP = 300;
  private static final String BY_DATE = "created_at desc, id desc";
  private static final String BY_NAME = "coalesce(name, '') collate \"C\", created_at, id";

  private final String images;
  private final Supplier<String> member;
  private final Supplier<String> admin;
  private final int requests;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * A bench through the gateway.
   *
   * @param member gets a token of the project that owns a tenth of the images
   * @param admin gets a token of somebody who sees all of them
   * @param requests timed requests for each kind of page
   */
  public ListBench(String gateway, Supplier<String> member, Supplier<String> admin, int requests) {
    this.images = gateway + "/v2/images?limit=" + PAGE;
    this.member = member;
    this.admin = admin;
    this.requests = requests;
  }

  private record Page(String name, boolean asAdmin, String query) {}

  /** Runs, prints and leaves the catalogue as it was. */
  public void run(String url, String password, String project, int large)
      throws IOException, InterruptedException {
    try (Catalogue catalogue = new Catalogue(url, password, project)) {
      try {
        catalogue.clear();
        fill(catalogue, 1, SMALL);
        Map<Page, Double> few = measure(catalogue);
        fill(catalogue, SMALL + 1L, large);
        print(large, few, measure(catalogue));
      } finally {
        Terminal.out().println("removing the images again");
        catalogue.clear();
      }
    } catch (SQLException e) {
      throw new ClusterException("the registry's database refused: " + e.getMessage(), e);
    }
  }

  private static void fill(Catalogue catalogue, long first, long last) throws SQLException {
    catalogue.add(
        first,
        last,
        count -> Terminal.out().printf(Locale.ROOT, "  %,d images in the catalogue%n", count));
  }

  private static List<Page> pages(Catalogue catalogue) throws SQLException {
    String byDate = catalogue.middle(BY_DATE);
    String byName = catalogue.middle(BY_NAME);
    return List.of(
        new Page("the first page", false, ""),
        new Page("a page in the middle", false, "&marker=" + byDate),
        new Page("in the middle, by name", false, "&sort=name:asc&marker=" + byName),
        new Page(
            "in the middle, by name, newest first",
            false,
            "&sort=name:asc,created_at:desc&marker=" + byName),
        new Page("the last changed", false, "&sort_key=updated_at"),
        new Page("public ones", false, "&visibility=public"),
        new Page("with a property", false, "&bench_group=g1"),
        new Page("in the middle, as an admin", true, "&marker=" + byDate));
  }

  /** Milliseconds at the median. */
  private Map<Page, Double> measure(Catalogue catalogue)
      throws SQLException, IOException, InterruptedException {
    String memberToken = member.get();
    String adminToken = admin.get();
    List<Page> pages = pages(catalogue);
    Map<Page, Double> medians = new LinkedHashMap<>();
    for (Page page : pages) {
      median(page, page.asAdmin() ? adminToken : memberToken, WARM_UP);
    }
    for (Page page : pages) {
      medians.put(page, median(page, page.asAdmin() ? adminToken : memberToken, requests));
    }
    return medians;
  }

  private double median(Page page, String token, int count)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(images + page.query()))
            .header("X-Auth-Token", token)
            .build();
    double[] milliseconds = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      milliseconds[i] = (System.nanoTime() - begin) / 1e6;
      expectFull(page, response);
    }
    Arrays.sort(milliseconds);
    return milliseconds[count / 2];
  }

  private static void expectFull(Page page, HttpResponse<byte[]> response) throws IOException {
    int found = new ObjectMapper().readTree(response.body()).path("images").size();
    if (response.statusCode() != 200 || found != PAGE) {
      throw new ClusterException(
          "%s: %d with %d images".formatted(page.name(), response.statusCode(), found));
    }
  }

  /** The two measurements ask for the same pages in the same order, with other markers. */
  private static void print(int large, Map<Page, Double> few, Map<Page, Double> many) {
    Terminal.out()
        .printf(
            Locale.ROOT,
            "%n  %-38s %,12d %,12d   (milliseconds at the median, %d images a page)%n",
            "images:",
            SMALL,
            large,
            PAGE);
    double worst = 0;
    var reference = few.values().iterator();
    for (Map.Entry<Page, Double> entry : many.entrySet()) {
      double before = reference.next();
      double ratio = entry.getValue() / before;
      worst = Math.max(worst, ratio);
      Terminal.out()
          .printf(
              Locale.ROOT,
              "  %-38s %12.2f %12.2f   ratio %.2f%n",
              entry.getKey().name(),
              before,
              entry.getValue(),
              ratio);
    }
    Terminal.out()
        .println(Terminal.bold(String.format(Locale.ROOT, "the worst ratio is %.2f", worst)));
  }
}
