#!/bin/bash
# Makes a database and its owner for each part that has one; run by the image of PostgreSQL when its data is new.
set -eu
for name in registry metadefs keycloak; do
  password=POSTGRES_${name^^}
  psql --username=postgres --set=ON_ERROR_STOP=1 --set=name="$name" --set=password="${!password}" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
done
