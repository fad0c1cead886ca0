package io.vitrine.registry.notification;

/**
 * What Glance would tell.
 *
 * @param type such as {@code image.create}
 * @param payload a map of fields; a sentence where something failed
 */
public record Notification(String type, Priority priority, Object payload) {

  /** Of those that oslo.messaging knows, the ones that Glance uses. */
  public enum Priority {
    INFO,
    ERROR
  }

  static Notification info(String type, Fields payload) {
    return new Notification(type, Priority.INFO, payload.map());
  }

  static Notification error(String type, Fields payload) {
    return new Notification(type, Priority.ERROR, payload.map());
  }

  static Notification error(String type, String text) {
    return new Notification(type, Priority.ERROR, text);
  }
}
