package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.IdentityApi.Scope;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals: Keystone's shape, the same words for every wrong sign-in, nothing told or logged. */
class KeystoneErrorsIT {
  private static final String EXPECTING =
      "Expecting to find auth in request body. The server could not comply with the request since"
          + " it is either malformed or otherwise incorrect. The client is assumed to be in error.";

  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final Realm.User demo = cluster.user("demo");

  private static void assertIsError(Answer answer, int status, String title) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonNode error = answer.json().get("error");
    assertThat(error.get("code").asInt()).isEqualTo(status);
    assertThat(error.get("title").asText()).isEqualTo(title);
    assertThat(error.get("message").asText()).isNotBlank();
    assertThat(answer.header("x-openstack-request-id")).startsWith("req-");
  }

  /** Somebody new, since Keycloak remembers failed attempts for a while. */
  private String throwAway(String password) {
    String name = "throw-away-" + UUID.randomUUID();
    KeycloakAdmin keycloak = new KeycloakAdmin(cluster);
    keycloak.assign(keycloak.createUser(name, password), "demo", "member");
    return name;
  }

  @Test
  void everyWrongSignInIsAnsweredWithTheSameBytes() {
    // Given
    String user = throwAway("right");
    String inDemo = Scope.project("demo");
    // When
    List<Answer> refusals =
        List.of(
            identity.signIn(IdentityApi.password(user, "wrong", inDemo)),
            identity.signIn(IdentityApi.password("nobody-at-all", "wrong", inDemo)),
            identity.signIn(IdentityApi.passwordById("nobody-at-all", "wrong", inDemo)),
            identity.signIn(IdentityApi.passwordById(UUID.randomUUID() + "", "wrong", inDemo)),
            identity.signIn(
                IdentityApi.password("demo", demo.password(), Scope.project("nowhere"))),
            identity.signIn(
                IdentityApi.password("demo", demo.password(), Scope.project("alt_demo"))),
            identity.signIn(
                IdentityApi.password("demo", demo.password(), Scope.projectId("alt_demo"))),
            identity.signIn(IdentityApi.password("demo", demo.password(), Scope.SYSTEM.json)),
            identity.signIn(IdentityApi.password("demo", demo.password(), Scope.DOMAIN.json)),
            identity.signIn(
                IdentityApi.password("demo", demo.password(), inDemo)
                    .replace("Default", "Elsewhere")),
            identity.signIn(IdentityApi.exchange("garbage", inDemo)),
            identity.signIn(IdentityApi.applicationCredential("nothing", "wrong")),
            identity.signIn(IdentityApi.password("service-account-vitrine-store", "x", inDemo)));
    // Then
    for (Answer refusal : refusals) {
      assertIsError(refusal, 401, "Unauthorized");
      assertThat(refusal.json().at("/error/message").asText()).isEqualTo(IdentityApi.WRONG);
      assertThat(refusal.body()).isEqualTo(refusals.getFirst().body());
      assertThat(refusal.header("WWW-Authenticate"))
          .isEqualTo("Keystone uri=\"" + cluster.gateway() + "/identity/v3\"");
      assertThat(refusal.headers().map().keySet())
          .isEqualTo(refusals.getFirst().headers().map().keySet());
      assertThat(refusal.header("X-Subject-Token")).isEmpty();
    }
  }

  @Test
  void afterManyWrongPasswordsTheRightOneWaitsToo() {
    // Given
    String user = throwAway("right");
    String right = IdentityApi.password(user, "right", Scope.project("demo"));
    assertThat(identity.signIn(right).status()).isEqualTo(201);
    // When
    List<Answer> attempts = new ArrayList<>();
    for (int attempt = 0; attempt < 12; attempt++) {
      attempts.add(
          identity.signIn(IdentityApi.password(user, "wrong" + attempt, Scope.project("demo"))));
    }
    Answer locked = identity.signIn(right);
    // Then
    assertThat(attempts).allMatch(answer -> answer.status() == 401);
    assertThat(locked.status()).isEqualTo(401);
    assertThat(locked.body()).isEqualTo(attempts.getFirst().body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"auth\":null}", "{\"Auth\":{}}", "{\"x\":1}"})
  void aBodyWithoutAuthIsExplainedAsKeystoneDoes(String body) {
    Answer answer = identity.signIn(body);

    assertIsError(answer, 400, "Bad Request");
    assertThat(answer.json().at("/error/message").asText()).isEqualTo(EXPECTING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "[]",
        "null",
        "1",
        "'auth'",
        "{'auth':[]}",
        "{'auth':'x'}",
        "{'auth':7}",
        "{'auth':{}}",
        "{'auth':{'identity':null}}",
        "{'auth':{'identity':[]}}",
        "{'auth':{'identity':'x'}}",
        "{'auth':{'identity':{}}}",
        "{'auth':{'identity':{'methods':null}}}",
        "{'auth':{'identity':{'methods':'password'}}}",
        "{'auth':{'identity':{'methods':[7]}}}",
        "{'auth':{'identity':{'methods':[null]}}}",
        "{'auth':{'identity':{'methods':[['password']]}}}",
        "{'auth':{'identity':{'methods':['password']}}}",
        "{'auth':{'identity':{'methods':['password'],'password':null}}}",
        "{'auth':{'identity':{'methods':['password'],'password':'x'}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':null}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':[]}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'name':7,'password':'x'}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'id':{},'password':'x'}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'id':'a','password':7}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'id':'a','password':null}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'name':'a','domain':'x','password':'x'}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'name':'a','domain':{'id':7},'password':'x'}}}}}",
        "{'auth':{'identity':{'methods':['token']}}}",
        "{'auth':{'identity':{'methods':['token'],'token':'x'}}}",
        "{'auth':{'identity':{'methods':['token'],'token':{'id':7}}}}",
        "{'auth':{'identity':{'methods':['token'],'token':{'id':null}}}}",
        "{'auth':{'identity':{'methods':['application_credential']}}}",
        "{'auth':{'identity':{'methods':['application_credential'],'application_credential':[]}}}",
        "{'auth':{'identity':{'methods':['application_credential'],'application_credential':{'id':7,'secret':'x'}}}}",
        "{'auth':{'identity':{'methods':['application_credential'],'application_credential':{'id':'x'}}}}",
        "{'auth':{'identity':{'methods':['application_credential'],'application_credential':{'name':'x','secret':'y'}}}}",
      })
  void aBodyOfAnotherShapeIsTheClientsMistake(String body) {
    Answer answer = identity.signIn(body.replace('\'', '"'));

    // Keystone answers some of these with 401, and both are clear; never 500.
    assertThat(answer.status()).as(answer.text()).isIn(400, 401);
    assertIsError(answer, answer.status(), answer.status() == 400 ? "Bad Request" : "Unauthorized");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "[]",
        "'system'",
        "{'project':7}",
        "{'project':{}}",
        "{'project':[]}",
        "{'project':{'id':null}}",
        "{'project':{'id':[]}}",
        "{'project':{'name':7,'domain':{'id':'default'}}}",
        "{'project':{'name':'demo','domain':7}}",
        "{'system':7}",
        "{'system':{'all':'yes'}}",
        "{'system':{}}",
        "{'domain':7}",
        "{'domain':{}}",
        "{'project':{'id':'demo'},'system':{'all':true}}",
        "{'trust':{'id':'x'}}",
      })
  void aScopeOfAnotherShapeIsTheClientsMistake(String scope) {
    String json = ",\"scope\":" + scope.replace('\'', '"');
    Answer answer = identity.signIn(IdentityApi.password("demo", demo.password(), json));

    assertThat(answer.status()).as(answer.text()).isIn(400, 401);
    assertIsError(answer, answer.status(), answer.status() == 400 ? "Bad Request" : "Unauthorized");
    assertThat(answer.header("X-Subject-Token")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['saml2']",
        "['totp']",
        "['password','totp']",
        "[]",
        "['external']",
        "['oauth1']"
      })
  void anUnknownMethodSignsNobodyIn(String methods) {
    String body =
        IdentityApi.password("demo", demo.password(), Scope.project("demo"))
            .replace("[\"password\"]", methods.replace('\'', '"'));
    Answer answer = identity.signIn(body);

    assertThat(answer.status()).as(answer.text()).isIn(400, 401);
    assertThat(answer.header("X-Subject-Token")).isEmpty();
    assertIsError(answer, answer.status(), answer.status() == 400 ? "Bad Request" : "Unauthorized");
  }

  @Test
  void namesAndPasswordsAreDataWhateverIsInThem() {
    for (String odd :
        List.of(
            "' or 1=1 --", "*", "a&grant_type=client_credentials", "%00", "é€😀", "a\\u0000b")) {
      for (String body :
          List.of(
              IdentityApi.password(odd, odd, Scope.project(odd)),
              IdentityApi.passwordById(odd, odd, Scope.project(odd)),
              IdentityApi.password("demo", demo.password(), Scope.project(odd)),
              IdentityApi.password("demo", demo.password(), Scope.projectId(odd)),
              IdentityApi.applicationCredential(odd, odd),
              IdentityApi.exchange(odd, Scope.projectId(odd)))) {
        assertThat(identity.signIn(body)).as(body).extracting(Answer::status).isEqualTo(401);
      }
    }
  }

  @Test
  void deepNestingAndLongNamesAreRefused() {
    Answer deep = identity.signIn("{\"auth\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}");
    assertIsError(deep, 400, "Bad Request");

    String name = "n".repeat(30_000);
    Answer wide = identity.signIn(IdentityApi.password(name, name, Scope.project(name)));
    assertThat(wide.status()).isIn(400, 401);
  }

  @Test
  void aHugeBodyIsTooLarge() {
    String huge = IdentityApi.password("demo", "x".repeat(1 << 20), Scope.project("demo"));

    assertIsError(identity.signIn(huge), 413, "Request Entity Too Large");
  }

  @Test
  void unknownPathsAndMethodsAreRefusedInKeystonesShape() {
    assertIsError(identity.get("/v3/nothing/here", Map.of()), 404, "Not Found");
    assertIsError(identity.get("/v2.0", Map.of()), 404, "Not Found");
    assertIsError(
        identity.send("PUT", "/v3/auth/tokens", Map.of(), "{}"), 405, "Method Not Allowed");
    assertIsError(identity.send("POST", "/v3", Map.of(), "{}"), 405, "Method Not Allowed");
  }

  @Test
  void noSecretStandsInTheLog() throws IOException {
    // Given
    String secret = "s3cret-" + UUID.randomUUID();
    String user = throwAway(secret);
    String signIn = IdentityApi.password(user, secret, Scope.project("demo"));
    String token = identity.token(signIn);
    String exchanged = identity.token(IdentityApi.exchange(token, Scope.UNSCOPED.json));
    // When
    identity.signIn(signIn.substring(0, signIn.length() - 2));
    identity.signIn(signIn.replace("demo", "nowhere"));
    identity.signIn(signIn.replace(user, "nobody"));
    identity.signIn(IdentityApi.applicationCredential("x", secret));
    identity.send("POST", "/v3/auth/tokens?password=" + secret, Map.of(), signIn);
    identity.get("/v3/auth/tokens", Map.of("X-Auth-Token", token, "X-Subject-Token", exchanged));
    new ImageApi(cluster.gateway(), exchanged + "x").get("/v2/images");
    identity.revoke(token, exchanged);
    // Then
    for (PartName part : new PartName[] {PartName.GATEWAY, PartName.REGISTRY}) {
      String log = Files.readString(cluster.parts().log(part));
      assertThat(log)
          .as(part.id())
          .doesNotContain(
              secret,
              signature(token),
              signature(exchanged),
              demo.password(),
              cluster.parts().secrets().get("keycloak.admin"),
              cluster.parts().secrets().get("client.vitrine"));
    }
  }

  private static String signature(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }
}
