import FoundationEssentials
import Glibc
package import RollbackCore

/// How long the steps of earlier runs took on this platform: what an expected time is made of.
package struct RunHistory: Sendable {
    private let state: StateDirectory
    package init(_ state: StateDirectory) { self.state = state }

    /// How many of the newest runs count.
    private static let depth = 10

    /// Median seconds of each step and of whole runs that came to an end going forward, in one go: the time in which a
    /// run waited for a person to resume it says nothing of the next one. An event log that cannot be read is left out.
    package func medians() throws -> (steps: [StepName: Double], run: Double?) {
        var steps: [StepName: [Double]] = [:]
        var runs: [Double] = []
        for run in try state.runs().suffix(Self.depth) {
            let events = (try? EventLog.read(state.eventsPath(run)).events) ?? []
            var wasResumed = false
            for event in events {
                switch event.detail {
                case .stepSucceeded(let seconds):
                    if let step = event.step { steps[step, default: []].append(seconds) }
                // Nor does one in which a person thought before each step.
                case .runBegan(let header) where header.plan.level == .manual: wasResumed = true
                case .runResumed: wasResumed = true
                case .runEnded(let end)
                where !wasResumed && !end.undone && [.healthy, .degraded].contains(end.outcome):
                    runs.append(event.elapsed)
                default: continue
                }
            }
        }
        return (steps.mapValues(Self.median), runs.isEmpty ? nil : Self.median(runs))
    }

    /// Seconds from a run's beginning to its last event, without the snapshot that follows; nil when no event log tells.
    package func seconds(of run: RunID) -> Double? {
        (try? EventLog.read(state.eventsPath(run)).events)?.filter { !$0.isOfSnapshot }.map(\.elapsed).max()
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    /// Removes the folders of old runs, keeping the newest and every one that is not ended.
    /// A run whose journal cannot be read is evidence: it is never removed, and keeps no other from being.
    package func prune(keeping count: Int) throws {
        for run in try state.runs().dropLast(count) where isEnded(run) {
            try FileManager.default.removeItem(atPath: state.runPath(run))
        }
    }

    private func isEnded(_ run: RunID) -> Bool {
        do {
            return try !(state.read(run)?.state.resumable ?? false)
        } catch {
            return false
        }
    }
}
