package io.vitrine.gateway.identity.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Credentials;
import io.vitrine.gateway.identity.Reference;
import io.vitrine.gateway.identity.SignIn;
import io.vitrine.gateway.identity.SignIn.Wanted;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInFormTest {
  private static final String PASSWORD =
      "'methods':['password'],'password':{'user':{'password':'x','name':'u',"
          + "'domain':{'id':'default'}}}";

  static Stream<Arguments> credentials() {
    Reference named = new Reference.Name("u");
    return Stream.of(
        Arguments.of(PASSWORD, new Credentials.Password(named, "x")),
        Arguments.of(
            "'methods':['password'],'password':{'user':{'password':'x','id':'i',"
                + "'domain':{'id':'default'}}}",
            new Credentials.Password(new Reference.Id("i"), "x")),
        Arguments.of(
            "'methods':['password'],'password':{'user':{'password':'x','name':'u',"
                + "'domain':{'name':'Elsewhere'}}}",
            new Credentials.Password(new Reference.Elsewhere(), "x")),
        Arguments.of("'methods':['token'],'token':{'id':'t'}", new Credentials.ExistingToken("t")),
        Arguments.of(
            "'methods':['application_credential'],'application_credential':{'id':'a',"
                + "'secret':'x'}",
            new Credentials.ApplicationCredentialById("a", "x")),
        Arguments.of(
            "'methods':['application_credential'],'application_credential':{'name':'a',"
                + "'secret':'x','user':{'name':'u','domain':{'name':'Default'}}}",
            new Credentials.ApplicationCredentialByName("a", named, "x")),
        Arguments.of("'methods':['totp']", new Credentials.Unsupported()),
        Arguments.of("'methods':['password','totp']", new Credentials.Unsupported()));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void readsCredentials(String identity, Credentials credentials) {
    assertThat(read("{'auth':{'identity':{%s}}}".formatted(identity)).credentials())
        .isEqualTo(credentials);
  }

  static Stream<Arguments> scopes() {
    return Stream.of(
        Arguments.of("null", new Wanted.Default()),
        Arguments.of("'unscoped'", new Wanted.Unscoped()),
        Arguments.of("{'system':{'all':true}}", new Wanted.OfSystem()),
        Arguments.of("{'domain':{'name':'Default'}}", new Wanted.OfDomain()),
        Arguments.of("{'project':{'id':'p'}}", new Wanted.OfProject(new Reference.Id("p"))),
        Arguments.of(
            "{'project':{'name':'p','domain':{'name':'default'}}}",
            new Wanted.OfProject(new Reference.Name("p"))),
        Arguments.of(
            "{'project':{'name':'p','domain':{'id':'other'}}}",
            new Wanted.OfProject(new Reference.Elsewhere())));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void readsScopes(String scope, Wanted wanted) {
    assertThat(read("{'auth':{'identity':{%s},'scope':%s}}".formatted(PASSWORD, scope)).wanted())
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'auth':null}",
        "{'auth':[]}",
        "{'auth':{}}",
        "{'auth':{'identity':7}}",
        "{'auth':{'identity':{}}}",
        "{'auth':{'identity':{'methods':'password'}}}",
        "{'auth':{'identity':{'methods':[]}}}",
        "{'auth':{'identity':{'methods':[null]}}}",
        "{'auth':{'identity':{'methods':[{}]}}}",
        "{'auth':{'identity':{'methods':['password']}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'name':'u','password':'x'}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'id':5,'password':'x'}}}}}",
        "{'auth':{'identity':{'methods':['password'],'password':{'user':{'id':'i'}}}}}",
        "{'auth':{'identity':{'methods':['token'],'token':{}}}}",
        "{'auth':{'identity':{'methods':['application_credential'],'application_credential':{'id':'a'}}}}",
      })
  void refusesWhatIsNotARequestForAToken(String body) {
    refuses(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "'scoped'",
        "{}",
        "{'project':{}}",
        "{'project':{'name':'p'}}",
        "{'system':{'all':false}}",
        "{'system':true}",
        "{'project':{'id':'p'},'system':{'all':true}}"
      })
  void refusesWhatIsNotAScope(String scope) {
    refuses("{'auth':{'identity':{%s},'scope':%s}}".formatted(PASSWORD, scope));
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(read("{'auth':{'identity':{%s}}}".formatted(PASSWORD)).toString())
        .contains("Password")
        .doesNotContain("password=x");
  }

  private static void refuses(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }

  private static SignIn read(String body) {
    return SignInForm.read(new Fields(new JsonObject(body.replace('\'', '"'))));
  }
}
