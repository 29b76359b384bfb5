/// `record-release.sh`: what a deployment calls when it is done.
enum RecordScript {
    static let text = ScriptParts.script(
        ["Records what runs now as a release, so that a rollback finds all of it."],
        help: """
            usage: rollback/scripts/record-release.sh [--expect COMMIT] [--known-good] [--reason TEXT] [--actor NAME] [--help]

              --expect C      refuse when another commit is checked out: the deployment did not arrive
              --known-good    prove that the platform is well, and enter the release as known good with that evidence

            Call it at the end of each deployment, on the host. The other options of "lastgood release record" work too.
            Exit codes: 0 recorded, 1 not recorded, 3 recorded, but it is not known good: a critical check fails.
            """,
        #"""
        main() {
            expected='' knows=no
            number=$#
            while [ "$number" -gt 0 ]; do
                option=$1
                shift
                number=$((number - 1))
                case $option in
                    -h | --help) usage; exit 0 ;;
                    --known-good) knows=yes ;;
                    --expect)
                        if [ "$number" -eq 0 ]; then say "--expect wants a commit"; exit 64; fi
                        expected=$1
                        shift
                        number=$((number - 1))
                        ;;
                    *) set -- "$@" "$option" ;;
                esac
            done
            if ! find_lastgood; then
                say "lastgood is not on this machine: no release is recorded."
                exit 1
            fi
            if [ -n "$expected" ]; then arrived "$expected" || exit 1; fi
            "$lastgood" release record --directory "$root" "$@" || exit $?
            [ "$knows" = yes ] || exit 0
            # It verifies what is checked out first, and refuses what is not well.
            "$lastgood" known-good add --directory "$root"
            code=$?
            if [ "$code" -eq 1 ]; then exit 3; fi
            exit "$code"
        }

        # Whether the commit that was deployed is the one that is checked out.
        arrived() {
            here=$(g rev-parse HEAD) || return 1
            there=$(g rev-parse --verify --quiet --end-of-options "$1^{commit}") && [ "$here" = "$there" ] && return 0
            say "$here is checked out, not $1: the deployment did not arrive. Nothing is recorded."
            return 1
        }

        main "$@"
        """#)
}
