/// Durations as people read them.
package enum DurationText {
    /// Seconds as `4 ms`, `0.42 s`, `1.2 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`; two units at most.
    package static func text(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "an unknown time" }
        let seconds = max(0, seconds)
        if seconds == 0 { return "0 s" }
        // The limits are where the rounded text would read like the next larger unit.
        if seconds < 0.0095 { return "\(max(1, Int((seconds * 1000).rounded()))) ms" }
        if seconds < 0.995 { return "\(decimal(seconds, places: 2)) s" }
        if seconds < 9.95 { return "\(decimal(seconds, places: 1)) s" }
        return whole(seconds < 1e15 ? Int(seconds.rounded()) : Int.max)
    }

    /// A number with a fixed count of decimals, without locale: `0.40`.
    package static func decimal(_ value: Double, places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let units = (abs(value) * Double(scale)).rounded()
        guard units.isFinite, units < 1e15 else { return "?" }
        let digits = String(Int(units) % scale)
        let padding = String(repeating: "0", count: max(0, places - digits.count))
        let sign = value < 0 && units > 0 ? "-" : ""
        return sign + "\(Int(units) / scale)" + (places > 0 ? ".\(padding)\(digits)" : "")
    }

    private static func whole(_ seconds: Int) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400)
        if minutes == 0 { return "\(seconds) s" }
        if hours == 0 { return pair(minutes, "min", seconds % 60, "s") }
        if days == 0 { return pair(hours, "h", minutes % 60, "min") }
        return pair(days, "d", hours % 24, "h")
    }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
