package io.vitrine.local.cli;

import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterSpec;
import io.vitrine.local.LocalCluster;

/** The cluster that the command line works on. */
public final class Clusters {
  private Clusters() {}

  /** The launcher says where the checkout is, so that it works from any folder. */
  public static Checkout checkout() {
    String root = System.getenv("VITRINE_ROOT");
    return root == null ? Checkout.find() : new Checkout(java.nio.file.Path.of(root));
  }

  public static LocalCluster standard() {
    return new LocalCluster(ClusterSpec.standard(checkout(), System.getenv()));
  }
}
