package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** S3Proxy over plain files: a bucket is a folder, an object a file. */
final class S3Part implements Part {
  static final String BUCKET = "vitrine-images";

  private final ClusterSpec spec;
  private final Secrets secrets;

  S3Part(ClusterSpec spec, Secrets secrets) {
    this.spec = spec;
    this.secrets = secrets;
  }

  @Override
  public PartName name() {
    return PartName.S3;
  }

  @Override
  public List<PartName> needs() {
    return List.of();
  }

  @Override
  public void prepare(Progress progress) throws IOException {
    Files.createDirectories(objects().resolve(BUCKET));
    Path settings = spec.state().settings(name());
    Files.deleteIfExists(settings);
    Files.createFile(
        settings,
        java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
            java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    Files.writeString(settings, settings());
  }

  private Path objects() {
    return spec.state().data(name());
  }

  private String settings() {
    return """
    s3proxy.endpoint=%s
    s3proxy.authorization=aws-v2-or-v4
    s3proxy.identity=%s
    s3proxy.credential=%s
    # A signed part is held in memory until its signature is verified.
    s3proxy.v4-max-non-chunked-request-size=67108864
    # Without it, multipart uploads of the AWS SDK are refused.
    s3proxy.ignore-unknown-headers=true
    jclouds.provider=filesystem-nio2
    jclouds.filesystem.basedir=%s
    """
        .formatted(
            spec.ports().url(name()),
            secrets.get("s3.access-key"),
            secrets.get("s3.secret-key"),
            objects());
  }

  @Override
  public Launch launch() {
    var command = Jvm.command(spec.heap(name()));
    // All compilers, unlike the other parts: hashing is a tenth as fast without the second one.
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            spec.checkout().part("s3proxy.jar").toString(),
            "--properties",
            spec.state().settings(name()).toString()));
    return new Launch(command, Map.of(), spec.state().path(), settings());
  }

  /** It refuses the unsigned request, which proves that it is up. */
  @Override
  public boolean isReady() {
    return Http.status(spec.ports().url(name()) + "/") == 403;
  }
}
