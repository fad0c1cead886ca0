package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vitrine.local.terminal.Terminal;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What has to be done at the target. Its text says so to people. */
sealed interface Step {

  /** A record that is queued. */
  record Create(String id, SortedMap<String, JsonNode> said) implements Step {
    @Override
    public String toString() {
      return "create it";
    }
  }

  /**
   * Bytes that somebody has begun to send arrive or are given up; then everything is asked anew.
   */
  record Settle(String status) implements Step {
    @Override
    public String toString() {
      return "wait while it is " + status;
    }
  }

  /** A patch as RFC 6902 has it. */
  record Change(ArrayNode patch) implements Step {
    @Override
    public String toString() {
      return StreamSupport.stream(patch.spliterator(), false)
          .map(operation -> operation.path("path").asText().substring(1))
          .collect(Collectors.joining(", ", "set ", ""));
    }
  }

  /** All bytes, from the first one on. */
  record Upload(Content content) implements Step {
    @Override
    public String toString() {
      Long size = content.size();
      return size == null ? "bring its bytes" : "bring " + Terminal.bytes(size);
    }
  }

  record Share(String member) implements Step {
    @Override
    public String toString() {
      return "share it with " + member;
    }
  }

  record Answer(String member, String status) implements Step {
    @Override
    public String toString() {
      return member + ": " + status;
    }
  }

  record Unshare(String member) implements Step {
    @Override
    public String toString() {
      return "no longer share it with " + member;
    }
  }

  record Deactivate() implements Step {
    @Override
    public String toString() {
      return "deactivate it";
    }
  }

  record Reactivate() implements Step {
    @Override
    public String toString() {
      return "reactivate it";
    }
  }
}
