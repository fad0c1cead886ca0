package io.vitrine.registry.policy;

import java.util.Locale;

/**
 * What something here asks before it acts, with the answer that holds unless the operator gives
 * another one. Names and expressions are Glance's.
 */
public enum Rule {
  /** Not asked, only referred to. */
  DEFAULT(""),
  CONTEXT_IS_ADMIN("role:admin"),
  /** Not asked, only referred to. */
  SERVICE_API("role:service or role:admin"),

  ADD_IMAGE("rule:context_is_admin or (" + Expressions.MEMBER + " and project_id:%(owner)s)"),
  GET_IMAGE("rule:context_is_admin or (role:reader and " + Expressions.VISIBLE + ")"),
  GET_IMAGES(Expressions.ADMIN_OR_READER),
  MODIFY_IMAGE(Expressions.ADMIN_OR_MEMBER),
  DELETE_IMAGE(Expressions.ADMIN_OR_MEMBER),
  PUBLICIZE_IMAGE(Expressions.ADMIN),
  COMMUNITIZE_IMAGE(Expressions.ADMIN_OR_MEMBER),
  UPLOAD_IMAGE(Expressions.ADMIN_OR_MEMBER),
  DOWNLOAD_IMAGE("rule:context_is_admin or (role:member and " + Expressions.VISIBLE + ")"),
  DEACTIVATE(Expressions.ADMIN_OR_MEMBER),
  REACTIVATE(Expressions.ADMIN_OR_MEMBER),
  /** Glance knows no such thing. */
  RESTORE_IMAGE(Expressions.ADMIN),

  COPY_IMAGE(Expressions.ADMIN),

  GET_IMAGE_LOCATION(Expressions.ADMIN_OR_READER),
  DELETE_IMAGE_LOCATION(Expressions.ADMIN),
  ADD_IMAGE_LOCATION("rule:service_api or (" + Expressions.MEMBER + " and project_id:%(owner)s)"),
  FETCH_IMAGE_LOCATION("rule:service_api"),

  ADD_MEMBER(Expressions.ADMIN_OR_MEMBER),
  DELETE_MEMBER(Expressions.ADMIN_OR_MEMBER),
  GET_MEMBER(Expressions.ADMIN_OR_READER_OR_SHARED),
  GET_MEMBERS(Expressions.ADMIN_OR_READER_OR_SHARED),
  MODIFY_MEMBER("rule:context_is_admin or (role:member and project_id:%(member_id)s)"),

  /** This and those on the cache the store-service asks. */
  CACHE_IMAGE(Expressions.ADMIN),
  CACHE_LIST(Expressions.ADMIN),
  CACHE_DELETE(Expressions.ADMIN),
  CACHE_CLEAN(Expressions.ADMIN),
  CACHE_PRUNE(Expressions.ADMIN),
  LIST_CACHED_NODES(Expressions.ADMIN),

  TASKS_API_ACCESS(Expressions.ADMIN),
  STORES_INFO_DETAIL("rule:context_is_admin or rule:service_api"),
  /** Glance knows no such thing. */
  SCRUB_STORES(Expressions.ADMIN);

  private final String expression;

  Rule(String expression) {
    this.expression = expression;
  }

  /** Its name in a file. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String expression() {
    return expression;
  }

  /** What several rules say. */
  private static final class Expressions {
    static final String ADMIN = "rule:context_is_admin";
    static final String MEMBER = "role:member and project_id:%(project_id)s";
    static final String ADMIN_OR_MEMBER = ADMIN + " or (" + MEMBER + ")";
    static final String ADMIN_OR_READER = ADMIN + " or (role:reader and project_id:%(project_id)s)";
    static final String ADMIN_OR_READER_OR_SHARED =
        ADMIN + " or role:reader and (project_id:%(project_id)s or project_id:%(member_id)s)";
    static final String VISIBLE =
        "(project_id:%(project_id)s or project_id:%(member_id)s"
            + " or 'community':%(visibility)s or 'public':%(visibility)s"
            + " or 'shared':%(visibility)s)";
  }
}
