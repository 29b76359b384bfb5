import Glibc

extension Kind where Value == String {
    /// A pattern of things that may be removed. Patterns that would take what must never go are refused here,
    /// because nothing asks again.
    static var cachePattern: Kind {
        Kind.file.checked { pattern in
            guard let victim = protected.first(where: { fnmatch(pattern, $0, 0) == 0 }) else { return nil }
            return "the pattern \(Shown.quoted(pattern)) would remove \(Shown.quoted(victim))"
        }.described("a name or a path inside the platform, with `*` and `?`")
    }

    private static var protected: [String] {
        [".git", ".lastgood", "rollback", "rollback/config", "rollback/backups", ".env"]
    }
}
