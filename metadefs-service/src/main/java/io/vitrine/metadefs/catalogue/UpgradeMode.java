package io.vitrine.metadefs.catalogue;

/** What becomes of the predefined namespaces when the service starts. */
public enum UpgradeMode {
  /**
   * New ones are added, older ones brought up to date; what was changed or deleted here stays so.
   */
  UPGRADE,
  /** All become what they come as, whatever was changed or deleted here. */
  OVERWRITE,
  /** They are left alone. */
  OFF
}
