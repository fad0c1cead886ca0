package io.vitrine.local.drill;

import io.vitrine.local.Http;
import io.vitrine.local.PartName;

/** One of the containers of a service. */
final class Replica {
  private final PartName service;
  private final int number;
  private volatile String address = "";

  Replica(PartName service, int number) {
    this.service = service;
    this.number = number;
  }

  PartName service() {
    return service;
  }

  String container() {
    return container(service.title() + "-" + number);
  }

  static String container(String name) {
    return Docker.NETWORK + "-" + name;
  }

  String address() {
    return address;
  }

  void isAt(String now) {
    address = now;
  }

  boolean isReady() {
    return !address.isEmpty() && Http.status("http://" + address + ":8080/q/health/ready") == 200;
  }
}
