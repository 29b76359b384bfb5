/// What the shell scripts have in common.
enum ScriptParts {
    /// Finds the platform and the program. A script may be called from anywhere, also by a link.
    static let beginning = #"""
        set -u
        here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 64
        root=$(CDPATH='' cd -- "$here/../.." && pwd -P) || exit 64
        # shellcheck source=break-glass.sh
        . "$here/break-glass.sh"
        """#

    /// - Parameters:
    ///   - about: the comment at the top, a line each.
    ///   - help: what `--help` prints.
    static func script(_ about: [String], help: String, _ body: String) -> String {
        let comments = about.map { "# \($0)" }.joined(separator: "\n")
        return """
            #!/bin/sh
            \(comments)
            # Written by lastgood init; it hands every option to the program as it is.
            \(beginning)

            usage() {
                cat <<'END'
            \(help)
            END
            }

            \(body)
            """ + "\n"
    }
}
