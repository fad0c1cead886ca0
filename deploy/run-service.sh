#!/bin/sh
# Runs one service and starts it again, after a second, when it dies in any way but a clean exit.
# Started in a session of its own: whoever stops the service signals the whole process group.
#   run-service.sh COMMAND [ARGUMENT...]
child=
stopping=

stop() {
  stopping=yes
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop TERM INT

while :; do
  "$@" </dev/null &
  child=$!
  wait "$child"
  status=$?
  # A trapped signal ends `wait` early: wait again until the service is really gone.
  while [ -n "$stopping" ] && kill -0 "$child" 2>/dev/null; do
    wait "$child"
  done
  [ -z "$stopping" ] || exit 0
  [ "$status" -ne 0 ] || exit 0
  echo "$(date '+%F %T') supervisor: the service ended with status $status; starting it again"
  sleep 1
  [ -z "$stopping" ] || exit 0
done
