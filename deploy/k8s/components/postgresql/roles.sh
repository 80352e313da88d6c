#!/bin/sh
# At the first start: a login and a database of its own for each service, closed to the others.
set -eu
for file in "${ROLES:-/run/roles}"/*; do
    psql --username postgres --set ON_ERROR_STOP=1 --set name="${file##*/}" --set password="$(cat "$file")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
