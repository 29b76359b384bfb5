/// Amounts of data: `812 bytes`, `4.2 MB`. A megabyte is 1,000,000 bytes, as disks count.
package enum ByteText {
    private static let units = ["kB", "MB", "GB", "TB"]

    package static func text(_ bytes: Int) -> String {
        guard bytes >= 1000 else { return Words.count(bytes, "byte") }
        var (tenths, unit) = (bytes / 100, 0)
        while tenths >= 10_000, unit + 1 < units.count { (tenths, unit) = (tenths / 1000, unit + 1) }
        let whole = tenths / 10
        return (whole < 100 ? "\(whole).\(tenths % 10)" : "\(whole)") + " \(units[unit])"
    }
}
