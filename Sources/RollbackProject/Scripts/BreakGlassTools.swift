extension BreakGlassServices {
    /// Processes and addresses, with what every Linux has; lsof elsewhere.
    static let tools = #"""

        # The processes that listen on a port. /proc/net/tcp has ports in hexadecimal, and 0A for listening.
        listeners() {
            if ! [ -r /proc/net/tcp ]; then
                lsof -t -i "tcp:$1" -s TCP:LISTEN 2>/dev/null
                return
            fi
            end=$(printf ':%04X' "$1")
            awk -v end="$end" '$4 == "0A" && substr($2, length($2) - 4) == end { print $10 }' /proc/net/tcp /proc/net/tcp6 \
                2>/dev/null | sort -u | while read -r inode; do
                find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | cut -d / -f 3
            done | sort -u
        }

        # Ends what listens on a port, politely first.
        stop_port() {
            for signal in TERM KILL; do
                tries=0
                while processes=$(listeners "$1") && [ -n "$processes" ]; do
                    # shellcheck disable=SC2086
                    [ $tries -gt 0 ] || kill -s $signal $processes 2>/dev/null
                    tries=$((tries + 1))
                    [ $tries -le 10 ] || break
                    sleep 1
                done
                [ -n "$processes" ] || return 0
            done
            return 1
        }

        # restart_process PORT FOLDER ENVIRONMENT-FILE LOG COMMAND…; the lock (9) is not handed on.
        restart_process() {
            port=$1 folder=$2 variables=$3 log=$4
            shift 4
            if [ -n "$port" ]; then
                stop_port "$port" || { say "port $port is still taken"; return 1; }
            else
                say "It has no port, so an old process of it is not found: end that one by hand."
            fi
            mkdir -p "$(dirname "$log")"
            (
                cd "$folder" || exit 1
                if [ -n "$variables" ] && [ -f "$variables" ]; then
                    while IFS= read -r line || [ -n "$line" ]; do
                        case $line in '' | '#'*) continue ;; *=*) ;; *) continue ;; esac
                        name=${line%%=*} value=${line#*=}
                        case $name in '' | [0-9]* | *[!A-Za-z0-9_]*) continue ;; esac
                        case $value in \"*\") value=${value#\"} value=${value%\"} ;; \'*\') value=${value#\'} value=${value%\'} ;; esac
                        export "$name=$value"
                    done <"$variables"
                fi
                nohup "$@" >>"$log" 2>&1 </dev/null 9<&- &
            )
        }

        # Starts again what listens on a port, with its own command, folder and environment.
        restart_as_it_runs() {
            process=$(listeners "${1:-0}" | head -n 1)
            if [ -z "$process" ] || ! [ -r "/proc/$process/environ" ]; then
                say "It does not run, and nothing says how it is started: start it by hand."
                return 1
            fi
            kept=$(mktemp) && cat "/proc/$process/environ" "/proc/$process/cmdline" >"$kept" || return 1
            folder=$(readlink "/proc/$process/cwd")
            stop_port "$1" || { say "port $1 is still taken"; return 1; }
            (cd "$folder" && nohup xargs -0 env -i <"$kept" >>"$root/rollback/logs/port-$1.log" 2>&1 9<&- &)
            tries=0
            while [ -z "$(listeners "$1")" ] && [ $tries -lt "$wait_limit" ]; do
                tries=$((tries + 1))
                sleep 1
            done
            rm -f "$kept"
        }

        # ask NAME ADDRESS STATUS: until it answers so, or the limit is over.
        ask() {
            tries=0
            while :; do
                if command -v curl >/dev/null; then
                    status=$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "$2")
                else
                    status=$(wget -S -O /dev/null -T 5 -t 1 "$2" 2>&1 | sed -n 's|.*HTTP/[0-9.]* \([0-9]*\).*|\1|p' | tail -n 1)
                fi
                if [ "$status" = "$3" ]; then
                    say "ok      $1  $2 answers $3"
                    return 0
                fi
                tries=$((tries + 1))
                [ $tries -lt "$wait_limit" ] || break
                sleep 1
            done
            say "FAILED  $1  $2 answers ${status:-nothing}"
            return 1
        }

        listens() {
            tries=0
            while [ -z "$(listeners "$2")" ]; do
                tries=$((tries + 1))
                [ $tries -lt "$wait_limit" ] || { say "FAILED  $1  nobody listens on port $2"; return 1; }
                sleep 1
            done
            say "ok      $1  somebody listens on port $2"
        }
        """#
}
