#!/bin/sh
# Makes a base for the images from Debian packages, where no registry can be reached: a tar on standard output.
#   local-base.sh SUITE SECONDS [MIRROR]
# SECONDS is the time that everything in it gets, so that the same packages make the same bytes.
set -eu

export SOURCE_DATE_EPOCH="$2"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# Workers unpack zlib in half of the time with libdeflate.
debootstrap --variant=minbase --include=libdeflate0 "$1" "$root" ${3:+"$3"} >&2

cd "$root"
# What tells of this machine or of the day, and what nobody reads in a container.
rm -rf var/cache/apt/* var/cache/debconf/*-old var/cache/ldconfig/* var/lib/apt/lists/* var/lib/dpkg/*-old var/log/* \
  etc/apt/sources.list etc/hostname etc/resolv.conf etc/machine-id var/lib/dbus run/* tmp/* usr/share/man/* usr/share/info/* usr/share/locale/*
find usr/share/doc -type f ! -name copyright -delete
find usr/share/doc -type l -delete
tar --sort=name --mtime="@$2" --clamp-mtime --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -c .
