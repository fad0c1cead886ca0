package io.vitrine.packed;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The description of a virtual machine (DSP0243, OVF 1 and 2), as far as its disk goes. */
final class OvfDescriptor {
  private static final Set<String> ENVELOPES =
      Set.of("http://schemas.dmtf.org/ovf/envelope/1", "http://schemas.dmtf.org/ovf/envelope/2");

  private final Element envelope;

  private OvfDescriptor(Element envelope) {
    this.envelope = envelope;
  }

  /**
   * @param size of the file in bytes, where it is told
   * @param capacity what the guest sees in bytes, where it is told
   */
  record Disk(String id, String file, Optional<String> size, @Nullable Long capacity) {}

  static OvfDescriptor parse(byte[] xml) throws PackedDiskException {
    Element root = OvfXml.parse(xml);
    String namespace = root.getNamespaceURI();
    if (!"Envelope".equals(root.getLocalName())
        || namespace == null
        || !ENVELOPES.contains(namespace)) {
      throw new PackedDiskException("ova: its .ovf is not one of OVF 1 or 2");
    }
    return new OvfDescriptor(root);
  }

  /** The one disk; a machine with more of them would be another with one of them only. */
  Disk onlyDisk() throws PackedDiskException {
    List<Element> disks = inSections("DiskSection", "Disk");
    if (disks.size() != 1) {
      throw new PackedDiskException(
          "ova: the machine in it has %d disks, and an image is one".formatted(disks.size()));
    }
    Element disk = disks.getFirst();
    if (OvfXml.attribute(disk, "parentRef").isPresent()) {
      throw new PackedDiskException("ova: its disk is only the difference to another one");
    }
    String fileId =
        OvfXml.attribute(disk, "fileRef")
            .orElseThrow(() -> new PackedDiskException("ova: its disk is an empty one, no file"));
    Element file = file(fileId);
    return new Disk(
        OvfXml.attribute(disk, "diskId").orElse(""),
        nameOf(file),
        OvfXml.attribute(file, "size"),
        OvfUnits.bytes(
            OvfXml.attribute(disk, "capacity").orElse(""),
            OvfXml.attribute(disk, "capacityAllocationUnits").orElse("byte")));
  }

  /** The machine, if there is just one. */
  Optional<Element> machine() {
    List<Element> machines = OvfXml.children(envelope, "VirtualSystem");
    return machines.size() == 1 ? Optional.of(machines.getFirst()) : Optional.empty();
  }

  private Element file(String id) throws PackedDiskException {
    List<Element> files =
        inSections("References", "File").stream()
            .filter(file -> OvfXml.attribute(file, "id").orElse("").equals(id))
            .toList();
    if (files.size() != 1) {
      throw new PackedDiskException("ova: its .ovf does not say which file the disk is");
    }
    return files.getFirst();
  }

  private static String nameOf(Element file) throws PackedDiskException {
    String compression = OvfXml.attribute(file, "compression").orElse("identity");
    if (!compression.isEmpty() && !compression.equals("identity")) {
      throw new PackedDiskException(
          "ova: its disk is compressed once more: export it without compression of files");
    }
    if (OvfXml.attribute(file, "chunkSize").isPresent()) {
      throw new PackedDiskException("ova: its disk is in several chunks: export it as one file");
    }
    String name = OvfXml.attribute(file, "href").orElse("");
    if (name.indexOf(':') >= 0 || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      throw new PackedDiskException("ova: its disk is elsewhere: its name is a path or a URL");
    }
    return name;
  }

  private List<Element> inSections(String section, String name) {
    return OvfXml.children(envelope, section).stream()
        .flatMap(found -> OvfXml.children(found, name).stream())
        .toList();
  }
}
