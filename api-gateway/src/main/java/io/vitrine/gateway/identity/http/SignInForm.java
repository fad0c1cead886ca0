package io.vitrine.gateway.identity.http;

import io.vitrine.gateway.identity.Credentials;
import io.vitrine.gateway.identity.Domain;
import io.vitrine.gateway.identity.Reference;
import io.vitrine.gateway.identity.SignIn;
import io.vitrine.gateway.identity.SignIn.Wanted;
import java.util.List;
import java.util.Optional;

/** The body of {@code POST /auth/tokens}. */
final class SignInForm {
  private static final String NO_AUTH =
      "Expecting to find auth in request body. The server could not comply with the request since"
          + " it is either malformed or otherwise incorrect. The client is assumed to be in error.";

  private static final int MAX_NAME = 255;

  private SignInForm() {}

  static SignIn read(Fields body) {
    Fields auth = body.maybeObject("auth").orElseThrow(() -> Fields.malformed(NO_AUTH));
    return new SignIn(credentials(auth.object("identity")), wanted(auth));
  }

  private static Credentials credentials(Fields identity) {
    List<Object> methods =
        identity
            .maybeList("methods")
            .orElseThrow(() -> Fields.malformed("methods is a required property."));
    if (methods.isEmpty() || !methods.stream().allMatch(String.class::isInstance)) {
      throw Fields.malformed("methods must be a list of strings.");
    }
    if (methods.stream().distinct().count() > 1) {
      return new Credentials.Unsupported();
    }
    return switch ((String) methods.getFirst()) {
      case "password" -> password(identity.object("password").object("user"));
      case "token" -> new Credentials.ExistingToken(identity.object("token").text("id"));
      case "application_credential" ->
          applicationCredential(identity.object("application_credential"));
      default -> new Credentials.Unsupported();
    };
  }

  private static Credentials password(Fields user) {
    return new Credentials.Password(reference("user", user), user.text("password"));
  }

  private static Credentials applicationCredential(Fields credential) {
    String secret = credential.text("secret");
    return credential
        .maybeText("id")
        .<Credentials>map(id ->
            canExist(id)
                ? new Credentials.ApplicationCredentialById(id, secret)
                : new Credentials.Unsupported())
        .orElseGet(() ->
            new Credentials.ApplicationCredentialByName(
                credential.text("name"), reference("user", credential.object("user")), secret));
  }

  private static Wanted wanted(Fields auth) {
    Object scope = auth.value("scope");
    if (scope == null) {
      return new Wanted.Default();
    }
    if (scope.equals("unscoped")) {
      return new Wanted.Unscoped();
    }
    Fields fields = auth.object("scope");
    if (fields.json().size() > 1) {
      throw Fields.malformed("scope must name one thing only.");
    }
    if (fields.has("project")) {
      return new Wanted.OfProject(reference("project", fields.object("project")));
    }
    if (fields.has("system")) {
      if (!fields.object("system").flag("all", false)) {
        throw Fields.malformed("The only scope of the system is all of it.");
      }
      return new Wanted.OfSystem();
    }
    if (fields.has("domain")) {
      return new Wanted.OfDomain();
    }
    if (fields.has("unscoped")) {
      return new Wanted.Unscoped();
    }
    throw Fields.malformed("scope must be a project, a domain, the system or \"unscoped\".");
  }

  /** An id decides alone; a name needs its domain. */
  private static Reference reference(String kind, Fields fields) {
    Optional<String> id = fields.maybeText("id");
    Optional<Fields> domain = fields.maybeObject("domain");
    if (id.isPresent()) {
      return canExist(id.get()) ? new Reference.Id(id.get()) : new Reference.Elsewhere();
    }
    String name = fields.text("name");
    Fields stated =
        domain.orElseThrow(
            () -> Fields.malformed("Expecting to find domain in %s.".formatted(kind)));
    return isOurs(stated) && canExist(name) ? new Reference.Name(name) : new Reference.Elsewhere();
  }

  /** What nothing can be called is not asked for. */
  private static boolean canExist(String name) {
    return name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isOurs(Fields domain) {
    return domain
        .maybeText("id")
        .map(Domain.ID::equals)
        .orElseGet(() -> domain.text("name").equalsIgnoreCase(Domain.NAME));
  }
}
