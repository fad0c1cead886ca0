package io.vitrine.local.cli;

import io.vitrine.local.ComposeSecrets;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "compose-secrets",
    description = "Make the passwords and keys that deploy/compose.yaml asks for, unless they are.")
final class ComposeSecretsCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    Terminal.out().println(new ComposeSecrets(Clusters.checkout()).write());
    return 0;
  }
}
