import Glibc

/// A user as the system's user database knows it.
package struct UserAccount: Hashable, Sendable {
    package var name: String
    package var home: String

    /// Nil for a number without an entry.
    package static func of(_ user: UInt32) -> UserAccount? {
        var buffer = [CChar](repeating: 0, count: 16_384)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, let found else { return nil }
        return UserAccount(
            name: String(cString: found.pointee.pw_name), home: String(cString: found.pointee.pw_dir))
    }

    /// The variables that programs find their user by.
    package var variables: [String: String] { ["HOME": home, "USER": name, "LOGNAME": name] }
}
