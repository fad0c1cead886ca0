package io.vitrine.testparts;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A real S3 server of a test's own: S3Proxy, where a bucket is a folder, an object a file. */
public sealed interface TestS3 extends AutoCloseable permits S3Process, S3Container {
  String ACCESS_KEY = "test-access";
  String SECRET_KEY = "test-secret";

  static TestS3 start() {
    return ContainerOrProcess.asWished().start(Part.S3, S3Container::start, S3Process::start);
  }

  URI endpoint();

  void makeBucket(String name);

  /** Every file under the bucket, parts of unfinished uploads included. */
  List<String> files(String bucket);

  @Override
  void close();

  /** S3Proxy's own names. */
  static Map<String, String> properties(String endpoint, String folder) {
    return Map.of(
        "s3proxy.endpoint", endpoint,
        "s3proxy.authorization", "aws-v2-or-v4",
        "s3proxy.identity", ACCESS_KEY,
        "s3proxy.credential", SECRET_KEY,
        "s3proxy.ignore-unknown-headers", "true",
        "jclouds.provider", "filesystem-nio2",
        "jclouds.filesystem.basedir", folder);
  }
}
