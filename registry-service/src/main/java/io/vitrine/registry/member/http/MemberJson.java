package io.vitrine.registry.member.http;

import static io.vitrine.registry.image.http.ImageJson.timestamp;

import io.vitrine.registry.member.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members as the Image API shows them. */
final class MemberJson {
  private MemberJson() {}

  static Map<String, Object> from(Member member) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("member_id", member.memberId());
    json.put("image_id", member.imageId().toString());
    json.put("status", member.status().wireName());
    json.put("created_at", timestamp(member.createdAt()));
    json.put("updated_at", timestamp(member.updatedAt()));
    json.put("schema", "/v2/schemas/member");
    return json;
  }

  static Map<String, Object> from(List<Member> members) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("members", members.stream().map(MemberJson::from).toList());
    json.put("schema", "/v2/schemas/members");
    return json;
  }
}
