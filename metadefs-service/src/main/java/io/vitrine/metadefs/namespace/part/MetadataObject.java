package io.vitrine.metadefs.namespace.part;

import io.vitrine.metadefs.definition.Definition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that belong together.
 *
 * @param required names of those that have to be there if any of them is
 */
public record MetadataObject(
    String name, @Nullable String description, List<String> required, List<Definition> properties)
    implements Content {

  public MetadataObject {
    Content.checkName(PartKind.OBJECT, name);
    required = List.copyOf(required);
    properties = List.copyOf(properties);
  }

  @Override
  public PartKind<?> kind() {
    return PartKind.OBJECT;
  }

  @Override
  public int size() {
    return name.length()
        + (description == null ? 0 : description.length())
        + required.stream().mapToInt(name -> name.length() + Definition.OVERHEAD).sum()
        + properties.stream().mapToInt(Definition::size).sum();
  }
}
