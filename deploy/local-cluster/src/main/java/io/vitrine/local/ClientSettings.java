package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What OpenStack clients are told to sign in here: by environment variables, or by a clouds.yaml
 * with one cloud for each user of the realm.
 */
public final class ClientSettings {
  /** As the gateway's catalogue says, or clients find no endpoint. */
  static final String REGION = "local";

  private static final String DEFAULT_USER = "demo";

  private final Realm realm;
  private final String authUrl;

  public ClientSettings(Realm realm, Ports ports) {
    this.realm = realm;
    this.authUrl = SignIn.authUrl(ports);
  }

  /** The variables that say who one is. */
  public Map<String, String> environment(Realm.User who) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("OS_AUTH_TYPE", "password");
    variables.put("OS_AUTH_URL", authUrl);
    variables.put("OS_IDENTITY_API_VERSION", "3");
    variables.put("OS_IMAGE_API_VERSION", "2");
    variables.put("OS_REGION_NAME", REGION);
    variables.put("OS_USERNAME", who.name());
    variables.put("OS_PASSWORD", who.password());
    variables.put("OS_PROJECT_NAME", who.project());
    variables.put("OS_USER_DOMAIN_NAME", "Default");
    variables.put("OS_PROJECT_DOMAIN_NAME", "Default");
    return variables;
  }

  /** {@code vitrine}, {@code vitrine-admin}, {@code vitrine-reader}, {@code vitrine-alt}. */
  public static String cloud(Realm.User user) {
    String person =
        user.name().replaceFirst("^" + DEFAULT_USER + "_?", "").replaceFirst("_demo$", "");
    return person.isEmpty() ? "vitrine" : "vitrine-" + person;
  }

  String clouds() {
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

  /** Writes a clouds.yaml, only for its owner's eyes, since passwords are in it. */
  public Path writeCloudsTo(Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh =
        Files.createTempFile(
            folder,
            "clouds",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, clouds());
    return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
