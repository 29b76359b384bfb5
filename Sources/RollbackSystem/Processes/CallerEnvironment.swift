import CRollbackSystem

/// The variables that lastgood itself was started with.
package enum CallerEnvironment {
    package static func current() -> [String: String] {
        var variables: [String: String] = [:]
        var next = lg_environment()
        while let entry = next.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // The first of two equal names is the one that getenv(3) finds.
            if parts.count == 2, variables[String(parts[0])] == nil { variables[String(parts[0])] = String(parts[1]) }
            next += 1
        }
        return variables
    }
}
