package io.vitrine.gateway.live;

/** What a client is sent, each of it on one line. */
record LiveEvent(String name, String id, String data) {}
