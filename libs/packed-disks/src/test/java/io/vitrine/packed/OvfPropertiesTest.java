package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OvfPropertiesTest {
  private static final String SYSTEM =
      "ovf:id=\"94\" ovf:version=\"24.04\" vmw:osType=\"ubuntu64Guest\"";

  @Test
  void areWhatNovaAndPeopleUse() throws IOException {
    // When
    OvfProperties properties = new OvaSample().open().properties();

    // Then
    assertThat(properties.minRam()).hasValue(2048);
    assertThat(properties.minDisk()).hasValue(15);
    assertThat(properties.custom())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("architecture", "x86_64"),
                Map.entry("os_type", "linux"),
                Map.entry("os_distro", "ubuntu"),
                Map.entry("os_version", "24.04"),
                Map.entry("hw_disk_bus", "scsi"),
                Map.entry("hw_scsi_model", "vmpvscsi"),
                Map.entry("hw_vif_model", "vmxnet3"),
                Map.entry("hw_firmware_type", "uefi"),
                Map.entry("ovf_product", "Router"),
                Map.entry("ovf_vendor", "Example Ltd."),
                Map.entry("ovf_version", "4.2"),
                Map.entry("ovf_annotation", "For tests")));
  }

  @ParameterizedTest
  @CsvSource({
    "6,lsilogic,scsi,lsilogic",
    "6,lsilogicsas,scsi,lsisas1068",
    "6,buslogic,scsi,buslogic",
    "20,VirtioSCSI,scsi,virtio-scsi",
    "20,AHCI,sata,",
    "20,vmware.sata.ahci,sata,",
    "20,vmware.nvme.controller,,",
    "5,PIIX4,ide,",
    "23,vmware.usb.ehci,usb,",
    "6,,,"
  })
  void nameTheBusOfTheDisk(int type, String subtype, String bus, String model) throws IOException {
    // Given
    OvaSample sample =
        new OvaSample()
            .with(">VirtualSCSI<", ">" + (subtype == null ? "" : subtype) + "<")
            .with("<rasd:ResourceType>6<", "<rasd:ResourceType>" + type + "<");

    // When
    Map<String, String> properties = sample.open().properties().custom();

    // Then
    assertThat(properties.get("hw_disk_bus")).isEqualTo(bus);
    assertThat(properties.get("hw_scsi_model")).isEqualTo(model);
  }

  @Test
  void nameNoBusOfAnotherDisk() throws IOException {
    assertThat(custom("ovf:/disk/vmdisk1", "ovf:/disk/vmdisk9")).doesNotContainKey("hw_disk_bus");
  }

  @ParameterizedTest
  @CsvSource({
    "E1000,e1000",
    "E1000e,e1000e",
    "PCNet32,pcnet",
    "VmxNet2 VmxNet3,vmxnet3",
    "virtio,virtio",
    "VmxNet2,"
  })
  void nameTheNetworkAdapter(String subtype, String model) throws IOException {
    assertThat(custom(">VmxNet3<", ">" + subtype + "<").get("hw_vif_model")).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource({
    "94,,x86_64,linux,ubuntu",
    "93,,,linux,ubuntu",
    "36,,,linux,",
    "101,,x86_64,linux,",
    "101,rockylinux_64Guest,x86_64,linux,rocky",
    "1,other5xLinux64Guest,x86_64,linux,",
    "94,arm-ubuntu-64,aarch64,linux,ubuntu",
    "96,Debian_arm64,aarch64,linux,debian",
    "103,windows7Server64Guest,x86_64,windows,windows",
    "120,,x86_64,windows,windows",
    "78,,x86_64,,freebsd",
    "1,otherGuest,,,",
    "-7,,,,",
    "99999999999999999999,,,,"
  })
  void nameTheSystem(String id, String name, String architecture, String type, String distro)
      throws IOException {
    // Given
    String system = "ovf:id=\"%s\" vmw:osType=\"%s\"".formatted(id, name == null ? "" : name);

    // When
    Map<String, String> properties = custom(SYSTEM, system);

    // Then
    assertThat(properties.get("architecture")).isEqualTo(architecture);
    assertThat(properties.get("os_type")).isEqualTo(type);
    assertThat(properties.get("os_distro")).isEqualTo(distro);
  }

  @Test
  void readWhatVirtualBoxAdds() throws IOException {
    // Given
    OvaSample sample =
        new OvaSample()
            .with(
                "<OperatingSystemSection " + SYSTEM + "/>",
                "<OperatingSystemSection ovf:id=\"36\"><vbox:OSType>Fedora_64</vbox:OSType></OperatingSystemSection>")
            .with("<vmw:Config ovf:required=\"false\" vmw:key=\"firmware\" vmw:value=\"efi\"/>", "")
            .with(
                "</VirtualSystem>",
                "<vbox:Machine><vbox:Hardware><vbox:Firmware type=\"EFI\"/></vbox:Hardware></vbox:Machine></VirtualSystem>");

    // When
    Map<String, String> properties = sample.open().properties().custom();

    // Then
    assertThat(properties)
        .containsEntry("os_distro", "fedora")
        .containsEntry("architecture", "x86_64")
        .containsEntry("hw_firmware_type", "uefi");
  }

  @ParameterizedTest
  @CsvSource({
    "15,byte * 2^30,15",
    "16106127361,byte,16",
    "1,byte*2^20,1",
    "1,byte * 10^12,932",
    "0,byte,0",
    "9223372036854775807,byte * 2^30,",
    "-1,byte,",
    "${size},byte,",
    "1,byte * 2^99,",
    "1,parsec,"
  })
  void roundTheSizeOfTheDiskUp(String capacity, String unit, Integer gib) throws IOException {
    // Given
    OvaSample sample =
        new OvaSample()
            .with("ovf:capacity=\"15\"", "ovf:capacity=\"" + capacity + "\"")
            .with(
                "ovf:capacityAllocationUnits=\"byte * 2^30\"",
                "ovf:capacityAllocationUnits=\"" + unit + "\"");

    // When
    OvfProperties properties = sample.open().properties();

    // Then
    assertThat(properties.minDisk().stream().boxed().toList())
        .isEqualTo(gib == null ? List.of() : List.of(gib));
  }

  @Test
  void takeTheSmallestOfSeveralConfigurations() throws IOException {
    // Given
    OvaSample sample =
        new OvaSample()
            .with(
                "<vmw:Config",
                "<Item><rasd:AllocationUnits>MegaBytes</rasd:AllocationUnits><rasd:ResourceType>4</rasd:ResourceType>"
                    + "<rasd:VirtualQuantity>512</rasd:VirtualQuantity></Item><vmw:Config");

    // When / Then
    assertThat(sample.open().properties().minRam()).hasValue(512);
  }

  @Test
  void areOneShortPrintableLine() {
    // Given
    String text = " a\r\n\tb\u0007\u202e\u00a0c\ud800 " + "\ud83d\ude00".repeat(200);

    // When
    String line = OvfProperties.printable(text);

    // Then
    assertThat(line).startsWith("a b c \ud83d\ude00").hasSizeBetween(253, 255);
    assertThat(line.chars().filter(c -> c == '\ud83d').count())
        .isEqualTo(line.chars().filter(c -> c == '\ude00').count());
  }

  private static Map<String, String> custom(String from, String to) throws IOException {
    return new OvaSample().with(from, to).open().properties().custom();
  }
}
