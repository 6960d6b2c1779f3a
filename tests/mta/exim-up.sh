#!/bin/bash
# Starts a private Exim on 127.0.0.1:PORT: exim-up.sh BASE PORT USER:GROUP COMMAND…
#
# Mail for pipe.test goes to COMMAND (absolute path and arguments), run as USER. Root. Stop it with exim-down.sh BASE.
#   TLSRPT_SOCKET   LMTP server for lmtp.test: a unix socket
#   EXIM_ROOT   where Exim is unpacked (default: where scripts/install-deps --test puts it)
# One line outside BASE is written, in /etc/exim4/trusted_configs: Exim drops root for a -C file that is not listed there, and could
# then not change to USER.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
base=$1 port=$2 user=$3
shift 3
exim=${EXIM_ROOT:-/var/lib/tlsrpt-test-peers/exim}/usr/sbin/exim4
[ -x "$exim" ] || { echo "exim-up: no $exim; run scripts/install-deps --test, or set EXIM_ROOT" >&2; exit 1; }
mkdir -p "$base"/{spool,log}
chown -R Debian-exim:Debian-exim "$base/spool" "$base/log"
chmod 755 "$base"
content=$(<"$here/exim.conf.in")
content=${content//@BASE@/"$base"} content=${content//@PORT@/"$port"} content=${content//@EXIM@/"$exim"}
content=${content//@PIPEUSER@/"${user%:*}"} content=${content//@PIPEGROUP@/"${user#*:}"} content=${content//@PIPE@/"$*"}
content=${content//@SOCKET@/"${TLSRPT_SOCKET:-$base/none}"}
printf '%s\n' "$content" > "$base/exim.conf"
chmod 644 "$base/exim.conf"
mkdir -p /etc/exim4
grep -qxF "$base/exim.conf" /etc/exim4/trusted_configs 2>/dev/null || echo "$base/exim.conf" >> /etc/exim4/trusted_configs
"$exim" -C "$base/exim.conf" -bV >/dev/null
"$exim" -C "$base/exim.conf" -bd -q2s -oP "$base/exim.pid"
