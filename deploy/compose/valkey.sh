# What is acknowledged is on the disk; what does not fit is refused, never dropped.
exec valkey-server - <<SETTINGS
bind * -::*
protected-mode yes
requirepass $VALKEY_PASSWORD
dir /data
appendonly yes
appendfsync always
save ""
maxmemory 512mb
maxmemory-policy noeviction
SETTINGS
