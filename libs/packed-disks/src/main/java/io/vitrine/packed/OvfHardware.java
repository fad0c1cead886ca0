package io.vitrine.packed;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The devices of a described machine, in the words that Nova has for them. */
final class OvfHardware {

  // CIM_ResourceAllocationSettingData.ResourceType
  private static final int MEMORY = 4;
  private static final int IDE = 5;
  private static final int SCSI = 6;
  private static final int NETWORK_ADAPTER = 10;
  private static final int DISK = 17;
  private static final int OTHER_STORAGE = 20;
  private static final int USB = 23;

  private static final Map<String, String> SCSI_MODELS =
      Map.of(
          "lsilogic", "lsilogic",
          "lsilogicsas", "lsisas1068",
          "buslogic", "buslogic",
          "virtualscsi", "vmpvscsi",
          "virtioscsi", "virtio-scsi",
          "virtio-scsi", "virtio-scsi");

  private static final Map<String, String> NETWORK_MODELS =
      Map.of(
          "e1000", "e1000",
          "e1000e", "e1000e",
          "pcnet32", "pcnet",
          "rtl8139", "rtl8139",
          "virtio", "virtio",
          "vmxnet3", "vmxnet3");

  private final List<Element> items;

  /**
   * @param section a {@code VirtualHardwareSection}
   */
  OvfHardware(Element section) {
    this.items =
        OvfXml.children(section).stream()
            .filter(child -> String.valueOf(child.getLocalName()).endsWith("Item"))
            .toList();
  }

  /** In bytes; of several configurations the smallest, since that is enough. */
  @Nullable Long memory() {
    return items.stream()
        .filter(item -> type(item) == MEMORY)
        .map(item ->
            Optional.ofNullable(
                OvfUnits.bytes(value(item, "VirtualQuantity"), value(item, "AllocationUnits"))))
        .flatMap(Optional::stream)
        .min(Long::compare)
        .orElse(null);
  }

  void putDiskBus(String diskId, Map<String, String> properties) {
    Optional<Element> controller =
        items.stream()
            .filter(item -> type(item) == DISK)
            .filter(item -> value(item, "HostResource").endsWith("/disk/" + diskId))
            .map(item -> value(item, "Parent"))
            .findFirst()
            .flatMap(this::byInstance);
    if (controller.isEmpty()) {
      return;
    }
    String subtype = value(controller.get(), "ResourceSubType").toLowerCase(Locale.ROOT);
    switch (type(controller.get())) {
      case IDE -> properties.put("hw_disk_bus", "ide");
      case USB -> properties.put("hw_disk_bus", "usb");
      case SCSI, OTHER_STORAGE -> {
        String model = SCSI_MODELS.get(subtype);
        if (model != null) {
          properties.put("hw_disk_bus", "scsi");
          properties.put("hw_scsi_model", model);
        } else if (subtype.contains("ahci") || subtype.contains("sata")) {
          properties.put("hw_disk_bus", "sata");
        }
      }
      default -> {
        // Nova has no word for it, as for NVMe.
      }
    }
  }

  void putNetworkModel(Map<String, String> properties) {
    items.stream()
        .filter(item -> type(item) == NETWORK_ADAPTER)
        .flatMap(item -> Arrays.stream(value(item, "ResourceSubType").split(" ")))
        .map(subtype -> NETWORK_MODELS.get(subtype.toLowerCase(Locale.ROOT)))
        .flatMap(model -> Optional.ofNullable(model).stream())
        .findFirst()
        .ifPresent(model -> properties.put("hw_vif_model", model));
  }

  private Optional<Element> byInstance(String instance) {
    return instance.isEmpty()
        ? Optional.empty()
        : items.stream().filter(item -> value(item, "InstanceID").equals(instance)).findFirst();
  }

  private static int type(Element item) {
    String type = value(item, "ResourceType");
    return type.matches("[0-9]{1,5}") ? Integer.parseInt(type) : -1;
  }

  /** Settings are in a namespace of their own, that of their class. */
  private static String value(Element item, String name) {
    return OvfXml.children(item).stream()
        .filter(child -> name.equals(child.getLocalName()))
        .findFirst()
        .map(child -> child.getTextContent().strip())
        .orElse("");
  }
}
