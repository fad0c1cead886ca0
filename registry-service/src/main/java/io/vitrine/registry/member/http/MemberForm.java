package io.vitrine.registry.member.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.http.Text;
import io.vitrine.registry.member.MemberProblem;
import java.util.UUID;

/** The rules for what a client writes of a member. */
public final class MemberForm {
  private static final int MAX_LENGTH = 255;

  private MemberForm() {}

  /** The project to share with, from the body of an addition. */
  public static String member(JsonNode body) {
    JsonNode member = body.get("member");
    if (member == null) {
      throw JsonBody.malformed("Member to be added not specified");
    }
    if (member.isNull() || (member.isTextual() && member.textValue().isEmpty())) {
      throw JsonBody.malformed("Member can't be empty");
    }
    if (!member.isTextual() || !isPossible(member.textValue())) {
      throw JsonBody.malformed(
          "A member is the id of a project: text of at most %d characters that a path can have."
              .formatted(MAX_LENGTH));
    }
    return member.textValue();
  }

  /** What is asked for in an answer; whether there is such a status is not asked here. */
  static String status(JsonNode body) {
    JsonNode status = body.get("status");
    if (status == null) {
      throw JsonBody.malformed("Status not specified");
    }
    return status.asText();
  }

  /** The member in a path; what cannot be one names none. */
  static String path(UUID imageId, String member) {
    if (!isPossible(member)) {
      throw new MemberProblem.Missing(imageId, member).asException();
    }
    return member;
  }

  /** Whether a path can name it, too: servers read no others alike, and the gateway none. */
  private static boolean isPossible(String member) {
    String name = member.split(";", 2)[0];
    return Text.fits(member, MAX_LENGTH)
        && !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && member.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }
}
