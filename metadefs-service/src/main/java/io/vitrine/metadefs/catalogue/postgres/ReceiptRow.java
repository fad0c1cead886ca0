package io.vitrine.metadefs.catalogue.postgres;

import io.vitrine.metadefs.catalogue.Receipt;
import io.vitrine.metadefs.namespace.NamespaceName;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

@Entity(name = "Receipt")
@Table(name = "predefined_namespaces")
@NullUnmarked
class ReceiptRow {
  @Id String namespace;
  int version;
  String digest;

  static ReceiptRow of(Receipt receipt) {
    ReceiptRow row = new ReceiptRow();
    row.namespace = receipt.name().text();
    row.version = receipt.version();
    row.digest = receipt.digest();
    return row;
  }

  Receipt toReceipt() {
    return new Receipt(new NamespaceName(namespace), version, digest);
  }
}
