/// `record-release.sh`: what a deployment runs when it is done.
enum RecordScript {
    static let name = "record-release.sh"

    static let text = ScriptParts.script(
        ["Records what is checked out as a release, so that it can be gone back to."],
        help: """
            usage: rollback/scripts/record-release.sh [--known-good] [OPTION…]

            Run it at the end of each deployment, on the machine that the platform runs on.

              --known-good  when every critical check passes, enter it in the registry too, with the evidence;
                            it has to be the first option
              --reason T    why, or by what: "deployed by CI"
              --actor N     who; the user, if left out
              --no-build    build no dependency set
              --help        this text

            Every other option of "lastgood release record" works too.
            Exit codes: 0 recorded, 1 not recorded, 3 recorded, and not known good. Where the program is missing nothing is
            recorded: it says so, leaves a mark in rollback/logs/rollback-history.log, and ends with 1. A deployment should
            go on all the same: rollback/scripts/record-release.sh || true
            """,
        #"""
        main() {
            for option in "$@"; do
                case $option in -h | --help) usage; exit 0 ;; esac
            done
            good=''
            if [ "${1:-}" = --known-good ]; then
                good=1
                shift
            fi
            if ! find_lastgood; then
                mark "a release was not recorded: $(g rev-parse HEAD)"
                say "lastgood is not on this machine: the release was not recorded."
                exit 1
            fi
            "$lastgood" release record --directory "$root" "$@" || exit
            [ -n "$good" ] || exit 0
            # It verifies what is checked out first, and enters nothing that does not pass.
            "$lastgood" known-good add --directory "$root" || exit 3
        }

        main "$@"
        """#)
}
