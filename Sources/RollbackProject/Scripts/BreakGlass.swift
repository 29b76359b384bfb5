/// `break-glass.sh`: what the scripts do where the program is missing. POSIX shell, git, and curl or wget.
///
/// All of it is functions, read whole before any of them runs: the checkout may replace this very file.
enum BreakGlass {
    static let text =
        [beginning, state, code, directories, rollback, BreakGlassManual.text].joined(separator: "\n") + "\n"

    private static let beginning = #"""
        # shellcheck shell=sh disable=SC2154
        # What the scripts do where lastgood is missing: branch, restart, ask. Read by them, not run by itself:
        # they set $here and $root.
        # Written by lastgood init.

        # shellcheck source=break-glass-services.sh
        . "$here/break-glass-services.sh"

        # The longest wait for a restarted service, in seconds.
        wait_limit=60

        say() { printf '%s\n' "$*" >&2; }

        # Sets $lastgood. LASTGOOD names the program where it is not on the PATH.
        find_lastgood() {
            if [ -n "${LASTGOOD:-}" ]; then
                lastgood=$LASTGOOD
                [ -x "$lastgood" ]
                return
            fi
            lastgood=$(command -v lastgood) && return
            for lastgood in "${HOME:-/}/.local/bin/lastgood" /usr/local/bin/lastgood /opt/lastgood/lastgood; do
                [ -x "$lastgood" ] && return
            done
            return 1
        }

        g() { git -C "$root" -c core.hooksPath=/dev/null -c core.quotePath=false "$@"; }

        # Leaves a mark for whoever comes next.
        mark() {
            mkdir -p "$root/rollback/logs"
            printf '%s break-glass by %s on %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(id -un)" "$(uname -n)" "$*" \
                >>"$root/rollback/logs/rollback-history.log"
        }

        # The same lock as the program's: flock on git's own folder, for as long as descriptor 9 is open.
        take_lock() {
            folder=$(g rev-parse --absolute-git-dir) || return 1
            if ! command -v flock >/dev/null; then
                say "flock is not here: nothing keeps a second person from doing the same now."
                return 0
            fi
            exec 9<"$folder"
            flock -n 9 && return 0
            say "Somebody else is at it: $(cat "$folder/lastgood/lock" 2>/dev/null)"
            return 11
        }

        """#

    private static let state = #"""
        # Keeps what is changed and not committed: tracked files as a commit under a ref of its own, untracked ones that
        # the target would overwrite ($1, may be empty) in a tar file.
        keep_changes() {
            stamp=$(date -u +%Y%m%dT%H%M%SZ)-$$
            # Files that only look changed make stash fail, and it does not say so.
            g update-index -q --refresh >/dev/null
            saved=$(g stash create "before break-glass $stamp") || return 1
            if [ -n "$saved" ]; then
                g update-ref "refs/lastgood/break-glass/$stamp" "$saved" || return 1
                say "Changed files are kept; to see them: git stash show -p refs/lastgood/break-glass/$stamp"
            fi
            [ -n "$1" ] || return 0
            lists=$(mktemp -d) || return 1
            g ls-files --others -- . ':(exclude)rollback' | LC_ALL=C sort >"$lists/here"
            g ls-tree -r --name-only "$1" -- . | LC_ALL=C sort >"$lists/there"
            LC_ALL=C comm -12 "$lists/here" "$lists/there" >"$lists/both"
            result=0
            if [ -s "$lists/both" ]; then
                mkdir -p "$root/rollback/backups"
                (umask 077 && tar -C "$root" -cf "$root/rollback/backups/break-glass-$stamp.tar" -T "$lists/both") || result=1
                say "Untracked files in the way are kept: rollback/backups/break-glass-$stamp.tar"
            fi
            rm -r "$lists"
            return $result
        }

        # The state as it is now, without a rollback.
        keep_state() {
            keep_changes "" || return 1
            stamp=$(date -u +%Y%m%dT%H%M%SZ)-$$
            place=$root/rollback/backups/break-glass-$stamp
            (
                umask 077
                mkdir -p "$place" || exit 1
                g rev-parse HEAD >"$place/commit" || exit 1
                g status --porcelain >"$place/status"
                for file in "$root"/.env "$root"/.env.*; do
                    if [ -f "$file" ]; then cp -p "$file" "$place/" || exit 1; fi
                done
            ) || return 1
            mark "kept the state in rollback/backups/break-glass-$stamp; left out: database, untracked files"
            say "Kept in rollback/backups/break-glass-$stamp"
        }

        """#

    private static let code = #"""
        # The commits of the registry, the newest first, without comments and without those marked as not verified, bad or
        # vulnerable.
        known_good() {
            sed 's|^[[:space:]]*//.*||' "$root/rollback/config/known-good-commits.json" 2>/dev/null | tr -d '\n' |
                tr '{' '\n' | grep -v '"verified"[[:space:]]*:[[:space:]]*false' |
                grep -Ev '"(bad|vulnerable)"[[:space:]]*:[[:space:]]*true' |
                sed -n 's/.*"hash"[[:space:]]*:[[:space:]]*"\([0-9a-fA-F]\{7,64\}\)".*/\1/p'
        }

        # Sets $target: the commit that was named, or the newest known good one that is not what runs.
        choose_target() {
            if [ -n "$1" ]; then
                target=$(g rev-parse --verify --quiet --end-of-options "$1^{commit}") && return
                say "There is no commit $1 in this repository."
                return 1
            fi
            for hash in $(known_good); do
                target=$(g rev-parse --verify --quiet --end-of-options "$hash^{commit}") || continue
                [ "$target" = "$before" ] || return 0
            done
            say "No known good release is recorded that could be gone back to. The last commits:"
            g log --oneline --no-decorate -n 10 >&2
            say "Choose one: rollback/scripts/emergency-rollback.sh --fast --auto-confirm --commit COMMIT"
            return 10
        }

        # Puts the target's files in place. rollback/ stays as it is: an older one knows less.
        swap_code() {
            g restore --source="$target" --staged --worktree -- . ':(exclude)rollback' || return 1
            if [ -n "$(g rev-parse --show-prefix)" ]; then
                say "The platform is a part of this repository: HEAD stays where it is, the files are the target's."
                return 0
            fi
            branch=rollback/break-glass-$stamp
            g update-ref "refs/heads/$branch" "$target" "" &&
                g symbolic-ref -m "break-glass: back to $target" HEAD "refs/heads/$branch"
        }

        clear_caches() {
            find "$root" -name node_modules -prune -o -name .venv -prune -o -name venv -prune -o -name .git -prune -o \
                -type d -name __pycache__ -prune -exec rm -rf {} +
        }

        """#

    private static let directories = #"""
        # With release directories the link is all there is to change.
        has_directories() { [ -L "$root/current" ] && [ -f "$root/current/.lastgood/release.json" ]; }

        live_commit() {
            if has_directories; then
                sed -n 's/.*"commit":"\([0-9a-f]*\)".*/\1/p' "$root/current/.lastgood/release.json"
            else
                g rev-parse --verify HEAD
            fi
        }

        swap_directory() {
            for directory in "$root/releases/$(printf '%.12s' "$target")"-*; do
                [ -f "$directory/.lastgood/release.json" ] || continue
                rm -f "$root/.current.break-glass"
                ln -s "releases/${directory##*/}" "$root/.current.break-glass" &&
                    mv -T "$root/.current.break-glass" "$root/current"
                return
            done
            say "No release directory of $target is on this disk, and only lastgood can build one."
            return 1
        }

        """#

    private static let rollback = #"""
        left_out="undo, proof of the release, dependency set, environment, database, pin"

        # The fast level by hand. Options as those of the program; what it cannot do it refuses.
        break_glass_rollback() {
            commit='' only='' dry='' consent='' by_hand=''
            while [ $# -gt 0 ]; do
                case $1 in
                --fast) ;;
                --manual) by_hand=1 ;;
                --dry-run) dry=1 ;;
                --auto-confirm | -y) consent=1 ;;
                --commit | --service | --reason | --actor)
                    [ $# -ge 2 ] || { say "$1 needs a value."; return 64; }
                    case $1 in
                    --commit) commit=$2 ;;
                    --service) only=$2 ;;
                    esac
                    shift
                    ;;
                --commit=*) commit=${1#*=} ;;
                --full | --instant)
                    say "lastgood is not on this machine, and $1 cannot be done without it. --fast can:"
                    say "  rollback/scripts/emergency-rollback.sh --fast"
                    say "By hand: rollback/docs/ROLLBACK_PROCEDURES.md"
                    return 1
                    ;;
                *) say "lastgood is not on this machine, and $1 means nothing without it."; return 64 ;;
                esac
                shift
            done
            before=$(live_commit) && [ -n "$before" ] || return 1
            if [ -n "$by_hand" ]; then print_checklist; return; fi
            say "lastgood is not on this machine: this is the break-glass way."
            say "It leaves out: $left_out."
            choose_target "$commit" || return
            say "Back from $(g log -1 --format='%h %s' "$before") to $(g log -1 --format='%h %s' "$target")"
            [ -z "$only" ] || say "The code goes back as a whole, although only $only is restarted."
            if [ -n "$dry" ]; then
                say "Then these would be restarted and asked:"
                for service in $(services "$only"); do say "  $service"; done
                say "Nothing was changed."
                return 0
            fi
            ask_consent || return
            take_lock || return
            break_glass_run
        }

        ask_consent() {
            [ -z "$consent" ] || return 0
            if ! [ -t 0 ]; then
                say "Nothing was done: this needs consent, and there is no terminal to ask on. Run it again with --auto-confirm."
                return 64
            fi
            printf 'Go back now? [y/N] ' >&2
            read -r answer
            case $answer in y | Y | yes) return 0 ;; esac
            say "Cancelled; nothing was changed."
            return 130
        }

        break_glass_run() {
            if has_directories; then
                mark "begins: $before -> $target"
                swap_directory || return 1
                break_glass_restart
                return
            fi
            keep_changes "$target" || { say "The changed files could not be kept, so nothing was done."; return 1; }
            mark "begins: $before -> $target"
            if ! swap_code; then
                mark "failed while the files were put in place"
                say "git did not finish. To try again: rollback/scripts/emergency-rollback.sh --fast --commit $target"
                return 1
            fi
            clear_caches
            break_glass_restart
        }

        break_glass_restart() {
            failed=''
            for service in $(services "$only"); do
                say "restarting $service"
                restart_service "$service" && continue
                say "$service could not be restarted. By hand:"
                how_to_restart "$service" >&2
                if is_critical "$service"; then failed=1; fi
            done
            check_services "$only"
            result=$?
            # What answers may still be the bad release.
            [ -z "$failed" ] || result=3
            mark "ended with $result: $before -> $target; left out: $left_out"
            say "Left out: $left_out. Install lastgood, then: lastgood verify"
            return $result
        }
        """#
}
