package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.policy.PropertyProtections.Operation;
import jakarta.enterprise.context.ApplicationScoped;

/** What an operator decides about records of images: who writes what in them, and how much. */
@ApplicationScoped
public class ImageRules {
  private final ImagePolicy policy;
  private final PropertyProtections protections;
  private final PropertySchema schema;
  private final ImageLimits limits;

  public ImageRules(
      ImagePolicy policy,
      PropertyProtections protections,
      PropertySchema schema,
      ImageLimits limits) {
    this.policy = policy;
    this.protections = protections;
    this.schema = schema;
    this.limits = limits;
  }

  ImagePolicy policy() {
    return policy;
  }

  /** Refuses a new record that the caller may not make. */
  void requireNew(Caller caller, String owner, ImageAttributes image) {
    schema.requireComplete(image);
    policy.mayCreate(caller, owner, image.visibility());
    image.properties().keySet().forEach(name -> require(Operation.CREATE, name, caller));
    requireModest(ImageAttributes.DEFAULT, image);
  }

  /** Refuses a record that a patch must not lead to. */
  void requireChange(ImageAttributes before, ImageAttributes after) {
    schema.requireComplete(before, after);
    requireModest(before, after);
  }

  private void requireModest(ImageAttributes before, ImageAttributes after) {
    limits.require(before, after);
    after.requireModestSize();
  }

  boolean mayRead(String property, Caller caller) {
    return protections.allow(Operation.READ, property, caller);
  }

  void require(Operation operation, String property, Caller caller) {
    if (!protections.allow(operation, property, caller)) {
      throw new ImageProblem.Refused("Attribute '%s' is reserved.".formatted(property))
          .asException();
    }
  }

  /** The image without what the caller may not read. */
  Image shown(Image image, Caller caller) {
    ImageAttributes attributes = image.attributes();
    var readable = protections.readable(attributes.properties(), caller);
    return readable.equals(attributes.properties())
        ? image
        : image.showing(attributes.withProperties(readable));
  }
}
