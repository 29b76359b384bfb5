package import FoundationEssentials

/// Moments as people and programs read them: always UTC, because the people of an incident sit in several zones.
package enum DateText {
    /// ISO 8601 in UTC, whole seconds: `2025-12-10T03:12:05Z`.
    package static func iso(_ date: Date) -> String { calendar(date) ? date.formatted(.iso8601) : "unknown" }

    /// The time of day in UTC: `03:12:05`.
    package static func clock(_ date: Date) -> String {
        let style = Date.ISO8601FormatStyle().time(includingFractionalSeconds: false)
        return calendar(date) ? style.format(date) : "unknown"
    }

    /// Formatting traps on moments that no calendar knows, and a clock may say anything.
    private static func calendar(_ date: Date) -> Bool { abs(date.timeIntervalSince1970) < 1e11 }

    /// How long ago: `just now`, `5 minutes ago`, `3 days ago`. A moment ahead of the clock says so (`in 2 hours`).
    package static func age(of date: Date, now: Date) -> String {
        let seconds = now.timeIntervalSince(date)
        guard seconds.isFinite, abs(seconds) < 1e12 else { return "at an unknown time" }
        guard let amount = amount(Int(abs(seconds))) else { return "just now" }
        return seconds < 0 ? "in \(amount)" : "\(amount) ago"
    }

    /// The moment with its age: `2025-12-10T03:12:05Z (3 days ago)`.
    package static func full(_ date: Date, now: Date) -> String { "\(iso(date)) (\(age(of: date, now: now)))" }

    private static let units: [(seconds: Int, name: String)] = [
        (365 * 86400, "year"), (30 * 86400, "month"), (86400, "day"), (3600, "hour"), (60, "minute"),
    ]

    private static func amount(_ seconds: Int) -> String? {
        guard let unit = units.first(where: { seconds >= $0.seconds }) else { return nil }
        return Words.count(seconds / unit.seconds, unit.name)
    }
}
