/// How much of a run is printed where nobody watches.
package enum LogLevel: String, Hashable, Codable, Sendable, CaseIterable {
    case debug = "DEBUG"
    case info = "INFO"
    case warning = "WARNING"
    case error = "ERROR"
    case critical = "CRITICAL"
}
