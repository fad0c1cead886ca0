package io.vitrine.packed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An OVA as VMware's tools write them, and whatever else a test makes of it. */
final class OvaSample {
  static final String DISK = "machine-disk1.vmdk";

  private static final String OVF =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
          xmlns:vbox="http://www.virtualbox.org/ovf/machine"
          xmlns:vmw="http://www.vmware.com/schema/ovf">
        <References>
          <File ovf:href="machine-disk1.vmdk" ovf:id="file1" ovf:size="3000"/>
        </References>
        <DiskSection>
          <Info>Virtual disks</Info>
          <Disk ovf:capacity="15" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="vmdisk1" ovf:fileRef="file1"/>
        </DiskSection>
        <VirtualSystem ovf:id="vm">
          <ProductSection>
            <Product>Router</Product>
            <Vendor>Example Ltd.</Vendor>
            <Version>4.2</Version>
          </ProductSection>
          <AnnotationSection><Annotation>For
            tests</Annotation></AnnotationSection>
          <OperatingSystemSection ovf:id="94" ovf:version="24.04" vmw:osType="ubuntu64Guest"/>
          <VirtualHardwareSection>
            <Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType>
              <rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
            <Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID>
              <rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>2048</rasd:VirtualQuantity></Item>
            <Item><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType>
              <rasd:ResourceType>6</rasd:ResourceType></Item>
            <Item><rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID>
              <rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
            <Item><rasd:InstanceID>5</rasd:InstanceID><rasd:ResourceSubType>VmxNet3</rasd:ResourceSubType>
              <rasd:ResourceType>10</rasd:ResourceType></Item>
            <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
          </VirtualHardwareSection>
        </VirtualSystem>
      </Envelope>
      """;

  private String ovf = OVF;

  record File(String name, byte[] bytes) {}

  /** Exactly one place of the description is another. */
  OvaSample with(String from, String to) {
    if (ovf.split(Pattern.quote(from), -1).length != 2) {
      throw new IllegalArgumentException("not once in the description: " + from);
    }
    ovf = ovf.replace(from, to);
    return this;
  }

  String ovf() {
    return ovf;
  }

  byte[] disk() {
    return Samples.disk(3000);
  }

  byte[] bytes(File... more) throws IOException {
    List<File> files = new ArrayList<>();
    files.add(new File("machine.ovf", ovf.getBytes(StandardCharsets.UTF_8)));
    files.addAll(List.of(more));
    files.add(new File(DISK, disk()));
    return tar(files.toArray(File[]::new));
  }

  Ova open(File... more) throws IOException {
    return Ova.open(new Bytes(bytes(more)));
  }

  static byte[] tar(File... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (File file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(file.name(), true);
        entry.setSize(file.bytes().length);
        tar.putArchiveEntry(entry);
        tar.write(file.bytes());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
