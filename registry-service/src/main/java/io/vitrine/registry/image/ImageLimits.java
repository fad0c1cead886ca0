package io.vitrine.registry.image;

/**
 * How much an image may have.
 *
 * @param maxProperties custom ones; negative means any number
 * @param maxTags negative means any number
 */
public record ImageLimits(int maxProperties, int maxTags) {

  /** An image over a limit may shrink or stay, but not grow. */
  void require(ImageAttributes before, ImageAttributes after) {
    require("properties", before.properties().size(), after.properties().size(), maxProperties);
    require("tags", before.tags().size(), after.tags().size(), maxTags);
  }

  private static void require(String what, int before, int after, int max) {
    if (max >= 0 && after > max && after > before) {
      throw new ImageProblem.TooMany(what, max, after).asException();
    }
  }
}
