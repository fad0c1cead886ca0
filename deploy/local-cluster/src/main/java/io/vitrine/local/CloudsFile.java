package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The clouds.yaml of OpenStack clients, with one cloud for each user of the realm. The user {@code
 * demo} is {@code vitrine}, the others have their name behind that.
 */
public final class CloudsFile {
  public static final String REGION = "local";
  private static final String DEFAULT_USER = "demo";

  private final Realm realm;
  private final String authUrl;

  public CloudsFile(Realm realm, Ports ports) {
    this.realm = realm;
    this.authUrl = SignIn.authUrl(ports);
  }

  /** {@code vitrine}, {@code vitrine-admin}, {@code vitrine-reader}, {@code vitrine-alt}. */
  public static String cloud(Realm.User user) {
    String person =
        user.name().replaceFirst("^" + DEFAULT_USER + "_?", "").replaceFirst("_demo$", "");
    return person.isEmpty() ? "vitrine" : "vitrine-" + person;
  }

  String render() {
    var text = new StringBuilder("clouds:\n");
    for (Realm.User user : realm.users()) {
      text.append(
          """
            %s:
              auth_type: password
              auth:
                auth_url: %s
                username: %s
                password: %s
                user_domain_name: Default
                project_name: %s
                project_domain_name: Default
              region_name: %s
              identity_api_version: "3"
              image_api_version: "2"
          """
              .formatted(
                  cloud(user),
                  quoted(authUrl),
                  quoted(user.name()),
                  quoted(user.password()),
                  quoted(user.project()),
                  REGION));
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Only for its owner's eyes, since passwords are in it. */
  public Path writeTo(Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh =
        Files.createTempFile(
            folder,
            "clouds",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, render());
    return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
