package io.vitrine.local.chaos;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Secrets;
import java.io.IOException;
import java.nio.file.Files;

/** A store beside the one that a cluster begins with, in a bucket of the same S3 server. */
public final class SecondStore {
  private static final String NAME = "second";

  private SecondStore() {}

  /** Adds it to a cluster that has not been started. */
  public static void add(LocalCluster cluster) throws IOException {
    Secrets secrets = cluster.secrets();
    // To S3Proxy a bucket is a folder.
    Files.createDirectories(cluster.spec().state().data(PartName.S3).resolve(NAME));
    Files.writeString(
        cluster.spec().state().stores(),
        """
        %1$s.endpoint=%2$s
        %1$s.bucket=%1$s
        %1$s.access-key=%3$s
        %1$s.secret-key=%4$s
        """
            .formatted(
                NAME,
                cluster.ports().url(PartName.S3),
                secrets.get("s3.access-key"),
                secrets.get("s3.secret-key")));
  }
}
