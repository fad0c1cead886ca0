package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Facts, and what the API shows after them. */
final class Facts {
  static final String IMAGE = "00000000-0000-0000-0000-000000000001";
  static final String NAMESPACE = "00000000-0000-0000-0000-000000000002";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static int ids;

  private Facts() {}

  static JsonNode json(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TopicFact fact(String type, String json) {
    return new TopicFact("id-" + ids++, "io.vitrine." + type + ".v1", Instant.EPOCH, json(json));
  }

  /** The image of this version, which is its name, too. */
  static String image(int version) {
    return image(version, "");
  }

  static String image(int version, String more) {
    return """
    {'id':'%s','version':%d,'name':'v%d','status':'queued','visibility':'shared','owner':'demo',
     'disk_format':null,'size':null,'min_disk':1,'min_ram':0,'protected':false,'os_hidden':false,
     'tags':['b','a'],'properties':{'os_distro':'debian'},
     'created_at':'2026-01-02T03:04:05.678901Z','updated_at':'2026-01-02T03:04:06.999Z'%s}\
    """
        .formatted(IMAGE, version, version, more);
  }

  static TopicFact image(String step, int version) {
    return fact("image." + step, "{'image':%s}".formatted(image(version)));
  }

  static TopicFact member(String step, int version, String member, String status) {
    return fact(
        "image.member-" + step,
        """
        {'image':%s,'member':{'member_id':'%s','status':'%s',
         'created_at':'2026-01-02T03:04:05.6Z','updated_at':'2026-01-02T03:04:05.7Z'}}
        """
            .formatted(image(version), member, status));
  }

  /** What the API shows of that image. */
  static Fields shown(int version) {
    return ApiCatalogue.image(
        json(
            """
            {'os_distro':'debian','id':'%s','name':'v%d','status':'queued','visibility':'shared',
             'owner':'demo','protected':false,'os_hidden':false,'disk_format':null,'min_disk':1,
             'min_ram':0,'size':null,'checksum':null,'tags':['a','b'],
             'created_at':'2026-01-02T03:04:05Z','updated_at':'2026-01-02T03:04:06Z',
             'self':'/v2/images/1','file':'/v2/images/1/file','schema':'/v2/schemas/image'}
            """
                .formatted(IMAGE, version)));
  }

  static TopicFact namespace(String step, int version, String more) {
    return namespace(NAMESPACE, step, version, more);
  }

  static TopicFact namespace(String id, String step, int version, String more) {
    return fact(
        "metadef." + step,
        """
        {'namespace':{'id':'%s','version':%d,'name':'OS::A','display_name':'A','description':null,
         'visibility':'public','protected':false,'owner':'admin',
         'created_at':'2026-01-02T03:04:05.6Z','updated_at':'2026-01-02T03:04:06.7Z'}%s}
        """
            .formatted(id, version, more));
  }
}
