package io.vitrine.packed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What an OVF says of its machine that an image can carry.
 *
 * @param minRam in MiB
 * @param minDisk in GiB
 * @param custom image properties: those that Nova knows by Nova's names and values, and {@code
 *     ovf_product}, {@code ovf_vendor}, {@code ovf_version}, {@code ovf_annotation}; each value has
 *     1 to 255 printable characters
 */
public record OvfProperties(OptionalInt minRam, OptionalInt minDisk, Map<String, String> custom) {
  private static final String VMWARE = "http://www.vmware.com/schema/ovf";
  private static final String VIRTUALBOX = "http://www.virtualbox.org/ovf/machine";
  private static final int MOST_CHARACTERS = 255;

  public OvfProperties {
    custom = Map.copyOf(custom);
  }

  static OvfProperties of(OvfDescriptor descriptor, OvfDescriptor.Disk disk) {
    Map<String, String> properties = new LinkedHashMap<>();
    Long memory = null;
    Optional<Element> machine = descriptor.machine();
    if (machine.isPresent()) {
      putSystem(machine.get(), properties);
      putProduct(machine.get(), properties);
      putFirmware(machine.get(), properties);
      Optional<Element> section = OvfXml.child(machine.get(), "VirtualHardwareSection");
      if (section.isPresent()) {
        OvfHardware hardware = new OvfHardware(section.get());
        hardware.putDiskBus(disk.id(), properties);
        hardware.putNetworkModel(properties);
        memory = hardware.memory();
      }
    }
    return new OvfProperties(
        optional(OvfUnits.ceil(memory, 1L << 20)),
        optional(OvfUnits.ceil(disk.capacity(), 1L << 30)),
        properties);
  }

  private static void putSystem(Element machine, Map<String, String> properties) {
    OvfXml.child(machine, "OperatingSystemSection")
        .ifPresent(section -> {
          String id = OvfXml.attribute(section, "id").orElse("");
          String vendorsName =
              OvfXml.attribute(section, VMWARE, "osType")
                  .or(() -> text(section, VIRTUALBOX, "OSType"))
                  .orElse("");
          properties.putAll(
              GuestSystem.properties(
                  id.matches("[0-9]{1,5}") ? Integer.parseInt(id) : -1, vendorsName));
          OvfXml.attribute(section, "version")
              .ifPresent(version -> put(properties, "os_version", version));
        });
  }

  private static void putProduct(Element machine, Map<String, String> properties) {
    OvfXml.child(machine, "ProductSection")
        .ifPresent(section -> {
          for (String name : List.of("Product", "Vendor", "Version")) {
            text(section, section.getNamespaceURI(), name)
                .ifPresent(text -> put(properties, "ovf_" + name.toLowerCase(Locale.ROOT), text));
          }
        });
    OvfXml.child(machine, "AnnotationSection")
        .flatMap(section -> text(section, section.getNamespaceURI(), "Annotation"))
        .ifPresent(text -> put(properties, "ovf_annotation", text));
  }

  private static void putFirmware(Element machine, Map<String, String> properties) {
    String vmwares =
        OvfXml.child(machine, "VirtualHardwareSection").stream()
            .flatMap(section -> OvfXml.children(section).stream())
            .filter(child -> VMWARE.equals(child.getNamespaceURI()))
            .filter(child -> OvfXml.attribute(child, "key").orElse("").equals("firmware"))
            .flatMap(child -> OvfXml.attribute(child, "value").stream())
            .findFirst()
            .orElse("");
    String virtualBoxes =
        in(machine, "Machine")
            .flatMap(inner -> in(inner, "Hardware"))
            .flatMap(inner -> in(inner, "Firmware"))
            .flatMap(firmware -> OvfXml.attribute(firmware, "type"))
            .orElse("");
    if (vmwares.equals("efi") || virtualBoxes.startsWith("EFI")) {
      properties.put("hw_firmware_type", "uefi");
    } else if (vmwares.equals("bios") || virtualBoxes.equals("BIOS")) {
      properties.put("hw_firmware_type", "bios");
    }
  }

  private static Optional<Element> in(Element parent, String virtualBoxName) {
    return OvfXml.children(parent).stream()
        .filter(child -> VIRTUALBOX.equals(child.getNamespaceURI()))
        .filter(child -> virtualBoxName.equals(child.getLocalName()))
        .findFirst();
  }

  private static Optional<String> text(Element parent, @Nullable String namespace, String name) {
    return OvfXml.children(parent).stream()
        .filter(child -> name.equals(child.getLocalName()))
        .filter(child -> namespace != null && namespace.equals(child.getNamespaceURI()))
        .findFirst()
        .map(Element::getTextContent);
  }

  private static void put(Map<String, String> properties, String name, String text) {
    String printable = printable(text);
    if (!printable.isEmpty()) {
      properties.put(name, printable);
    }
  }

  /** One line, of characters that say what they show, as much of it as a property holds. */
  static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .map(c -> isBlank(c) ? ' ' : c)
        .filter(OvfProperties::isPrintable)
        .filter(c -> c != ' ' || (!line.isEmpty() && line.charAt(line.length() - 1) != ' '))
        .takeWhile(c -> line.length() + Character.charCount(c) <= MOST_CHARACTERS)
        .forEachOrdered(line::appendCodePoint);
    return line.toString().strip();
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
