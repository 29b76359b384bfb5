/// The smaller formats of `/proc/<pid>` (proc(5)), as functions on what the files hold.
package enum ProcText {
    /// `cmdline` and `environ`: strings, each ended by a zero byte; the last one's may be missing.
    package static func zeroTerminated(_ bytes: [UInt8]) -> [String] {
        var parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }

    /// `cmdline`. A program that has overwritten its arguments with a title often leaves a tail of zero bytes.
    package static func arguments(_ bytes: [UInt8]) -> [String] {
        let strings = zeroTerminated(bytes)
        guard strings.count > 2, strings.dropFirst().allSatisfy(\.isEmpty) else { return strings }
        return [strings[0]]
    }

    /// `environ`. Entries without `=` are not variables; the first of two equal names is what getenv(3) finds.
    package static func environment(_ bytes: [UInt8]) -> [String: String] {
        let pairs = zeroTerminated(bytes).compactMap { entry -> (String, String)? in
            guard let sign = entry.firstIndex(of: "="), sign > entry.startIndex else { return nil }
            return (String(entry[..<sign]), String(entry[entry.index(after: sign)...]))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// A link's target without the mark that the kernel adds when the file is no longer there.
    package static func linkTarget(_ target: String) -> String {
        let mark = " (deleted)"
        return target.hasSuffix(mark) ? String(target.dropLast(mark.count)) : target
    }

    /// The path of `cgroup`: of the unified hierarchy (`0::/…`), or of the service manager's own in version 1.
    package static func controlGroup(_ text: String) -> String {
        let lines = text.split(separator: "\n")
        let line = lines.first { $0.hasPrefix("0::") && $0 != "0::/" } ?? lines.first { $0.contains(":name=systemd:") }
        return String((line ?? lines.first { $0.hasPrefix("0::") })?.split(separator: ":", maxSplits: 2).last ?? "")
    }

    /// The effective number of a line such as `Uid:\t1000\t1000\t1000\t1000` of `status`.
    package static func effectiveID(_ name: String, in status: String) -> UInt32? {
        field(name, in: status).flatMap { fields in fields.count > 1 ? UInt32(fields[1]) : nil }
    }

    /// `Umask:\t0022` of `status`.
    package static func mask(in status: String) -> UInt32? {
        field("Umask", in: status).flatMap { $0.first }.flatMap { UInt32($0, radix: 8) }
    }

    private static func field(_ name: String, in status: String) -> [Substring]? {
        status.split(separator: "\n").first { $0.hasPrefix("\(name):") }?
            .dropFirst(name.count + 1).split { $0 == "\t" || $0 == " " }
    }
}
