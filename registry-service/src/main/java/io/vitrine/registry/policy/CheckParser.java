package io.vitrine.registry.policy;

import io.vitrine.identity.Role;
import io.vitrine.registry.policy.Check.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the part of oslo.policy's language that Glance's own rules are written in.
 *
 * <pre>
 *   any     = all { "or" all }
 *   all     = one { "and" one }
 *   one     = "not" one | "(" any ")" | check
 *   check   = "@" | "!" | "role:" role | "rule:" rule
 *           | ( "project_id" | "user_id" | quoted text ) ":" ( "%(" attribute ")s" | text )
 * </pre>
 *
 * An empty rule always holds. As in oslo.policy words are apart by white space, and parentheses
 * stand at the edges of words.
 */
final class CheckParser {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern ATTRIBUTE = Pattern.compile("%\\((.*)\\)s");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  private record Token(String text, int position) {
    boolean is(String word) {
      return text.toLowerCase(Locale.ROOT).equals(word);
    }
  }

  /** Finds the rules that a rule refers to. */
  interface References {
    Check resolve(String name, int position);
  }

  private final List<Token> tokens;
  private final int end;
  private final References rules;
  private int next;

  private CheckParser(String expression, References rules) {
    this.tokens = tokens(expression);
    this.end = expression.length();
    this.rules = rules;
  }

  /** Reads a rule, or fails with a {@link Mistake}. */
  static Check parse(String expression, References rules) {
    if (expression.isEmpty()) {
      return new Check.Always();
    }
    CheckParser parser = new CheckParser(expression, rules);
    Check check = parser.any();
    if (parser.next < parser.tokens.size()) {
      throw parser.unexpected();
    }
    return check;
  }

  private static List<Token> tokens(String expression) {
    List<Token> tokens = new ArrayList<>();
    Matcher words = WORD.matcher(expression);
    while (words.find()) {
      int from = words.start();
      int to = words.end();
      for (; from < to && expression.charAt(from) == '('; from++) {
        tokens.add(new Token("(", from));
      }
      int closed = to;
      while (closed > from && expression.charAt(closed - 1) == ')') {
        closed--;
      }
      if (closed > from) {
        tokens.add(new Token(expression.substring(from, closed), from));
      }
      for (; closed < to; closed++) {
        tokens.add(new Token(")", closed));
      }
    }
    return tokens;
  }

  private Check any() {
    List<Check> checks = separatedBy("or", this::all);
    return checks.size() == 1 ? checks.getFirst() : new Check.AnyOf(checks);
  }

  private Check all() {
    List<Check> checks = separatedBy("and", this::one);
    return checks.size() == 1 ? checks.getFirst() : new Check.AllOf(checks);
  }

  private List<Check> separatedBy(String word, Supplier<Check> part) {
    List<Check> checks = new ArrayList<>();
    checks.add(part.get());
    while (accept(word)) {
      checks.add(part.get());
    }
    return checks;
  }

  private Check one() {
    if (accept("not")) {
      return new Check.Not(one());
    }
    if (accept("(")) {
      Check inner = any();
      if (!accept(")")) {
        throw unexpected();
      }
      return inner;
    }
    if (next == tokens.size() || isReserved(tokens.get(next))) {
      throw unexpected();
    }
    return check(tokens.get(next++));
  }

  private static boolean isReserved(Token token) {
    return token.is("or") || token.is("and") || token.is(")");
  }

  private boolean accept(String word) {
    boolean there = next < tokens.size() && tokens.get(next).is(word);
    if (there) {
      next++;
    }
    return there;
  }

  private Check check(Token token) {
    if (token.text().equals("@")) {
      return new Check.Always();
    }
    if (token.text().equals("!")) {
      return new Check.Never();
    }
    int colon = token.text().indexOf(':');
    if (colon < 0) {
      throw wrong("'%s' is no check".formatted(token.text()), token.position());
    }
    String kind = token.text().substring(0, colon);
    String match = token.text().substring(colon + 1);
    int matchAt = token.position() + colon + 1;
    return switch (kind) {
      case "role" -> new Check.HasRole(role(match, matchAt));
      case "rule" -> rules.resolve(match, matchAt);
      case "project_id" -> new Check.Equal(new Term.CallerProject(), term(match, matchAt));
      case "user_id" -> new Check.Equal(new Term.CallerUser(), term(match, matchAt));
      default -> new Check.Equal(quoted(kind, token.position()), term(match, matchAt));
    };
  }

  private static Role role(String name, int position) {
    return Role.named(name)
        .orElseThrow(() ->
            wrong(
                "there is no role '%s', only %s"
                    .formatted(
                        name,
                        Arrays.stream(Role.values())
                            .map(Role::id)
                            .collect(Collectors.joining(", "))),
                position));
  }

  private static Term term(String match, int position) {
    Matcher attribute = ATTRIBUTE.matcher(match);
    if (attribute.matches()) {
      return switch (attribute.group(1)) {
        case "owner", "project_id" -> new Term.Owner();
        case "visibility" -> new Term.Visibility();
        case "member_id" -> new Term.Member();
        default ->
            throw wrong(
                "there is no attribute '%s', only owner, project_id, visibility, member_id"
                    .formatted(attribute.group(1)),
                position);
      };
    }
    if (match.isEmpty() || match.indexOf('%') >= 0) {
      throw wrong(
          "'%s' is neither a text nor an attribute as in %%(owner)s".formatted(match), position);
    }
    return new Term.Literal(match);
  }

  private static Term quoted(String kind, int position) {
    Matcher quoted = QUOTED.matcher(kind);
    if (!quoted.matches()) {
      throw wrong(
          "'%s' cannot be compared, only role, rule, project_id, user_id and text in quotes"
              .formatted(kind),
          position);
    }
    return new Term.Literal(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
  }

  private Mistake unexpected() {
    if (next == tokens.size()) {
      return wrong("something is missing", end);
    }
    Token token = tokens.get(next);
    return wrong("'%s' is not expected".formatted(token.text()), token.position());
  }

  static Mistake wrong(String what, int position) {
    return new Mistake("%s (at character %d)".formatted(what, position + 1));
  }

  /** What is wrong with a rule, and where. */
  static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private Mistake(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
