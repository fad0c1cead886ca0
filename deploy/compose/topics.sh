#!/bin/bash
# Creates the topics of a file that Kafka does not have yet; those that it has stay as they are.
#   topics.sh BROKERS FILE
set -euo pipefail
PATH=$PATH:/opt/kafka/bin
sed '/^ *#/d; /^ *$/d' "$2" | while read -r name _ partitions settings; do
  options=()
  for setting in $settings; do
    options+=(--config "$setting")
  done
  kafka-topics.sh --bootstrap-server "$1" --create --if-not-exists --topic "$name" --partitions "$partitions" "${options[@]}" </dev/null
done
