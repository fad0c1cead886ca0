package io.vitrine.registry.importing.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.identity.Role;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as the column has it.
 *
 * @param roles of whoever asked; null in what an earlier version wrote
 * @param osHashAlgo of staged bytes; those of remote ones are with them
 */
@JsonNaming(SnakeCaseStrategy.class)
record RequestRow(
    List<String> stores,
    boolean allMustSucceed,
    Map<String, String> injected,
    @Nullable Set<Role> roles,
    @Nullable String osHashAlgo,
    @Nullable String osHashValue) {

  static RequestRow of(ImportTask task) {
    Optional<ExpectedDigest> expected =
        task.source() instanceof StagedBytes staged ? staged.expected() : Optional.empty();
    return new RequestRow(
        task.destination().stores(),
        task.destination().allMustSucceed(),
        task.injected(),
        task.by().roles(),
        expected.map(ExpectedDigest::algorithm).orElse(null),
        expected.map(ExpectedDigest::value).orElse(null));
  }

  Optional<ExpectedDigest> expected() {
    return osHashAlgo == null || osHashValue == null
        ? Optional.empty()
        : Optional.of(new ExpectedDigest(osHashAlgo, osHashValue));
  }
}
