#!/bin/bash
# Starts a private Postfix on 127.0.0.1:PORT: postfix-up.sh BASE PORT USER:GROUP COMMAND…
#
# Mail for pipe.test goes to COMMAND (absolute path and arguments; Postfix macros as ${sender} allowed), run as USER.
#   TLSRPT_SOCKET   LMTP server for lmtp.test: a unix socket
#   TLSRPT_PORT     LMTP server for port.test: a loopback port
# Root; BASE must be traversable by all. Nothing outside BASE is written. Stop it with postfix-down.sh BASE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
base=$1 port=$2 user=$3
shift 3
mkdir -p "$base"/{etc,spool,data}
chown postfix "$base/data"
chmod 755 "$base" "$base"/{etc,spool}
# The belt: what would bounce is kept in the queue instead. POSIX regexp: \d would not match.
echo '/^5(\.[0-9]+\.[0-9]+ .*)/ 4$1' > "$base/etc/dsn-filter"
for file in main master; do
  content=$(<"$here/postfix-$file.cf.in")
  content=${content//@BASE@/"$base"} content=${content//@PORT@/"$port"} content=${content//@PIPEUSER@/"$user"} content=${content//@PIPE@/"$*"}
  content=${content//@SOCKET@/"${TLSRPT_SOCKET:-$base/none}"} content=${content//@LMTPPORT@/"${TLSRPT_PORT:-9}"}
  printf '%s\n' "$content" > "$base/etc/$file.cf"
done
postfix -c "$base/etc" check
postfix -c "$base/etc" start >"$base/start.log" 2>&1 || { cat "$base/start.log" >&2; exit 1; }
