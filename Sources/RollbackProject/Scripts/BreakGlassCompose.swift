/// Services that Compose runs, where the program is missing. In shell, what the drivers' `ComposeStart` does.
enum BreakGlassCompose {
    static let text = [choosing, looking, building, making, starting, typing].joined(separator: "\n")

    private static let choosing = #"""

        newline='
        '

        # Sets $compose (the words of the first that answers), $engine (what knows the containers) and $by_podman: the
        # Python program podman-compose makes no container anew that exists, and may end with 0 whatever happened.
        find_compose() {
            for compose in 'docker compose' 'podman compose' docker-compose podman-compose; do
                # podman compose hands on to another program, which names itself; 1.0.3 as podman-composer.
                # shellcheck disable=SC2086
                answer=$($compose version 2>&1) || continue
                case $compose in podman*) engine=podman ;; *) engine=docker ;; esac
                case $answer in *podman-compose*) by_podman=1 ;; *) by_podman='' ;; esac
                return 0
            done
            compose='docker compose' engine=docker by_podman=''
            return 1
        }

        # look_into KIND NAME TEMPLATE
        look_into() { "$engine" inspect --type "$1" --format "$3" -- "$2" 2>/dev/null; }

        label_of() { look_into container "$1" "{{index .Config.Labels \"com.docker.compose.$2\"}}"; }

        # The names of its containers. Without a project, those of this checkout: another one may have such a service.
        containers_of_it() {
            for id in $("$engine" ps --all --quiet --filter "label=com.docker.compose.service=$composed" 2>/dev/null); do
                [ "$(label_of "$id" oneoff)" != True ] || continue
                if [ -n "$project" ]; then
                    [ "$(label_of "$id" project)" = "$project" ] || continue
                else
                    case $(label_of "$id" project.working_dir)/ in "$root"/*) ;; *) continue ;; esac
                fi
                container=$(look_into container "$id" '{{.Name}}') && printf '%s\n' "${container#/}"
            done
        }
        """#

    private static let looking = #"""

        # look_at SERVICE, or PROJECT/SERVICE: sets what there is of it, and where its project's files lead from.
        look_at() {
            composed=${1##*/} project='' files='' directory=$root
            case $1 in */*) project=${1%%/*} ;; esac
            containers=$(containers_of_it)
            if [ -n "$containers" ]; then
                first=$(printf '%s\n' "$containers" | head -n 1)
                project=$(label_of "$first" project)
                files=$(label_of "$first" project.config_files)
                directory=$(label_of "$first" project.working_dir)
            fi
            [ -d "$directory" ] || directory=$root files=''
            # podman-compose labels containers with the names as they were given to it, from a folder that is not said.
            current=$directory first=${files%%,*}
            case $first in
            /*) ;;
            */*) case $directory in */"${first%/*}") current=${directory%/"${first%/*}"} ;; esac ;;
            esac
            # The release that is back may call its files otherwise.
            printf '%s\n' "$files" | tr ',' '\n' | (
                cd "$current" || exit 1
                while IFS= read -r file; do [ -z "$file" ] || [ -f "$file" ] || exit 1; done
            ) || files='' current=$directory
        }

        # How its commands begin, a word a line.
        compose_words() {
            # shellcheck disable=SC2086
            printf '%s\n' $compose
            [ -z "$project" ] || printf '%s\n' --project-name "$project"
            [ -n "$by_podman" ] || printf '%s\n' --project-directory "$directory"
            [ -z "$files" ] || printf '%s\n' "$files" | tr ',' '\n' | sed 's/^/--file=/'
        }

        do_compose() (
            words=$(compose_words)
            cd "$current" || exit 1
            set -f
            IFS=$newline
            # shellcheck disable=SC2086
            exec $words "$@"
        )
        """#

    private static let building = #"""

        # Shows what a command says. Fails where it failed, or tells of a command of its own that did.
        heed() {
            { "$@" 2>&1; echo "exit code: $?"; } | {
                failed=0
                while IFS= read -r line; do
                    case $line in 'exit code: 0') continue ;; 'exit code: '*) failed=1 ;; esac
                    say "$line"
                done
                [ $failed -eq 0 ]
            }
        }

        # is_mounted all, or some: whether that much of the checkout is mounted into each of its containers.
        is_mounted() {
            [ -n "$containers" ] || return 1
            for container in $containers; do
                look_into container "$container" '{{range .Mounts}}{{if eq .Type "bind"}}{{println .Source}}{{end}}{{end}}' |
                    awk -v root="$root/" -v how="$1" '
                        $0 != "" && (index(root, $0 "/") == 1 || how == "some" && index($0 "/", root) == 1) { found = 1 }
                        END { exit !found }' || return 1
            done
        }

        # Where all of the checkout is mounted no image holds code: builds ask registries, which may be what is down.
        build_it() {
            is_mounted all && return
            heed do_compose build "$composed" && return
            is_mounted some || return 1
            say "$composed goes on with the image that it has."
        }
        """#

    private static let making = #"""

        # Whether podman-compose would make its containers as they are. Those with files of variables are made anew.
        is_as_made() {
            [ -n "$containers" ] || return 1
            would=$(do_compose --dry-run up --detach --no-build "$composed" 2>/dev/null) || return 1
            for container in $containers; do
                made=$(look_into container "$container" '{{join .Config.CreateCommand " "}}')
                case $made in
                '' | *' --env-file '*) return 1 ;;
                # In the foreground it creates, and then starts, what it otherwise runs.
                'podman create '*) made=${made#podman create } made="podman run ${made%% *} -d ${made#* }" ;;
                esac
                case $newline$would$newline in *"$newline$made$newline"*) ;; *) return 1 ;; esac
                image=$(look_into container "$container" '{{.Config.Image}}')
                [ "$(look_into image "$image" '{{.Id}}')" = "$(look_into container "$container" '{{.Image}}')" ] || return 1
            done
        }

        running_ones() {
            podman ps --filter "label=com.docker.compose.project=$project" \
                --format '{{index .Labels "com.docker.compose.service"}}' | sort -u
        }

        # What others were told to wait for, Podman removes only with them: sets $also, those of them that ran.
        remove_it() {
            # shellcheck disable=SC2086
            trouble=$(podman rm --force $containers 2>&1) && return
            ran=$(running_ones)
            # shellcheck disable=SC2086
            podman rm --force --depend $containers >/dev/null || { say "$trouble"; return 1; }
            left=" $(running_ones | tr '\n' ' ')"
            for other in $ran; do
                case $left in *" $other "*) ;; *) [ "$other" = "$composed" ] || also="$also $other" ;; esac
            done
        }
        """#

    private static let starting = #"""

        up() {
            # shellcheck disable=SC2086
            trouble=$(do_compose up --detach "$@" "$composed" $also 2>&1) || { say "$trouble"; return 1; }
            containers=$(containers_of_it)
            for container in ${containers:-none}; do
                case $(look_into container "$container" '{{.State.Status}}') in
                '' | created | configured | initialized) say "$trouble"; return 1 ;;
                esac
            done
        }

        # As lastgood does it: what serves afterwards was started on the code that is there now. In a subshell without the
        # lock (9): a container would hold it for as long as it runs.
        restart_compose() (
            exec 9<&-
            if ! find_compose; then
                say "Neither docker compose, podman compose, docker-compose nor podman-compose answers."
                exit 1
            fi
            look_at "$1"
            build_it || exit 1
            also=''
            if [ -z "$by_podman" ]; then
                # shellcheck disable=SC2086
                [ -z "$containers" ] || "$engine" stop $containers >/dev/null || exit 1
                up --no-deps
            elif is_as_made; then
                # shellcheck disable=SC2086
                podman stop $containers >/dev/null && podman start $containers >/dev/null
            else
                [ -z "$containers" ] || remove_it || exit 1
                up
            fi
        )
        """#

    private static let typing = #"""

        # As a shell reads it.
        quoted() {
            case $1 in
            '' | *[!A-Za-z0-9_+=./:,@%^-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
            *) printf '%s' "$1" ;;
            esac
        }

        type_words() (
            words=$(compose_words)
            set -f
            IFS=$newline
            line=''
            for word in $words "$@"; do line="$line $(quoted "$word")"; done
            printf '%s\n' "${line# }"
        )

        # The same for a person to type.
        type_compose() (
            find_compose || say "No Compose answers here: these are the words of Docker's."
            look_at "$1"
            printf 'cd %s\n' "$(quoted "$current")"
            is_mounted all || type_words build "$composed"
            names=$(printf '%s' "$containers" | tr '\n' ' ')
            if [ -z "$by_podman" ]; then
                [ -z "$names" ] || printf '%s stop %s\n' "$engine" "$names"
                type_words up --detach --no-deps "$composed"
            else
                [ -z "$names" ] || printf 'podman rm --force %s\n' "$names"
                type_words up --detach "$composed"
            fi
        )
        """#
}
