# One login and one database a service, which nobody else may enter: DATABASES="governance=<password> …".
# Runs before every start: what is there stays, with the password it is given now.
set -eu
for pair in $DATABASES; do
    NAME=${pair%%=*} PASSWORD=${pair#*=} psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres <<'SQL'
\getenv name NAME
\getenv password PASSWORD
SELECT format('CREATE ROLE %I LOGIN', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password';
SELECT format(
    'CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING UTF8 LOCALE_PROVIDER builtin BUILTIN_LOCALE %L LOCALE %L',
    :'name', :'name', 'C.UTF-8', 'C')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
