package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.images.DiskImageFormat;
import io.vitrine.local.upload.UploadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "upload",
    description =
        "Upload an image. Whatever breaks it off, it goes on where it was; so does the same command"
            + " after it was killed. Exits 0 when the image is active, 75 when nothing moves any"
            + " more and trying again may help.")
final class UploadCommand implements Callable<Integer> {
  private static final int TRY_AGAIN = 75;

  @Parameters(paramLabel = "FILE", description = "The image.")
  private @Nullable Path file;

  @Option(names = "--name", description = "Of the image; by default the file's.")
  private @Nullable String name;

  @Option(names = "--disk-format", description = "By default what the file begins with.")
  private @Nullable String diskFormat;

  @Option(names = "--container-format", description = "By default bare.")
  private String containerFormat = "bare";

  @Option(names = "--store", description = "Where the bytes go.")
  private @Nullable String store;

  @Option(names = "--visibility", description = "Who sees the image.")
  private @Nullable String visibility;

  @Option(names = "--image", paramLabel = "ID", description = "An image that is there, queued.")
  private @Nullable String imageId;

  @Option(names = "--user", description = "Who uploads; by default demo.")
  private String user = "demo";

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for a server that gets no further; an hour.")
  private long patience = 3600;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path image = file;
    if (image == null || !Files.isRegularFile(image)) {
      throw new ClusterException("no such file: " + image);
    }
    LocalCluster cluster = Clusters.standard();
    Realm.User who =
        Realm.read(cluster.spec().checkout().realm())
            .user(user)
            .orElseThrow(() -> new ClusterException("no user " + user));
    SignIn signIn = new SignIn(cluster.ports());
    UploadFile upload =
        new UploadFile(
            image,
            wish(image),
            cluster.ports().url(PartName.GATEWAY),
            user + " of " + who.project(),
            () -> signIn.token(who, who.project()));
    return upload.run(Duration.ofSeconds(patience)) ? 0 : TRY_AGAIN;
  }

  private UploadFile.Wish wish(Path image) throws IOException {
    return new UploadFile.Wish(
        Optional.ofNullable(imageId),
        name == null ? image.getFileName().toString() : name,
        diskFormat == null ? DiskImageFormat.of(image).id() : diskFormat,
        containerFormat,
        Optional.ofNullable(store),
        Optional.ofNullable(visibility));
  }
}
