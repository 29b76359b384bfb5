import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Gathers what `status` shows.
struct StatusGathering: Sendable {
    let platform: Platform

    func status() async throws -> PlatformStatus {
        let head = try await platform.current()
        let pin = try platform.access.pins.read()
        let choice = TargetChoice(platform: platform, current: head, pin: pin)
        let held = PlatformLock.isHeld(platform.state)
        let changed = try await changedFiles(since: head)
        var status = PlatformStatus(
            root: platform.root, environment: platform.configuration.environment,
            current: try await platform.git.commit(head),
            branch: try await platform.git.branch(),
            changedFiles: changed, pin: pin,
            services: await services(),
            knownGood: try await choice.knownGood(),
            lastRun: try lastRun(), underWay: held ? PlatformLock.holder(platform.state) : nil,
            unheeded: platform.configuration.unheeded.map(Self.text))
        if changed == 0 { status.release = try? platform.releases.find(commit: head)?.number }
        return status
    }

    private func changedFiles(since head: CommitID) async throws -> Int {
        if let folders = platform.access.folders { return try await platform.git.editedPaths(in: folders).count }
        return try await platform.git.changedFilesHere(since: head, in: platform.access.scope)
    }

    private static func text(_ note: ConfigurationNote) -> String {
        "\(note.place.shown): \(note.message)"
    }

    func services() async -> [PlatformStatus.ServiceState] {
        var found: [PlatformStatus.ServiceState] = []
        for service in platform.services { found.append(await state(of: service)) }
        return found
    }

    private func state(of service: Service) async -> PlatformStatus.ServiceState {
        do {
            let facts = try await platform.access.managers[service].facts(of: service)
            return PlatformStatus.ServiceState(
                service: service.name, title: service.title, condition: facts.ran ? .running : .stopped,
                port: service.port, process: facts.processes.first?.id,
                since: facts.processes.first.flatMap(startTime), manager: service.manager, critical: service.critical)
        } catch {
            return PlatformStatus.ServiceState(
                service: service.name, title: service.title, condition: .unknown, port: service.port,
                manager: service.manager, critical: service.critical, detail: platform.effects.words(error))
        }
    }

    /// Ticks since boot, at `sysconf(_SC_CLK_TCK)` a second (proc(5)), against the uptime of now.
    private func startTime(_ process: ProcessIdentity) -> Date? {
        guard let text = FileManager.default.contents(atPath: "/proc/uptime"),
            let uptime = String(decoding: text, as: UTF8.self).split(separator: " ").first.flatMap({ Double($0) })
        else { return nil }
        let started = Double(process.startTicks) / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return platform.effects.clock.wallTime().addingTimeInterval(started - uptime)
    }

    private func lastRun() throws -> PlatformStatus.LastRun? {
        for run in try platform.state.runs().reversed() {
            do {
                if let stored = try platform.state.read(run) { return lastRun(stored) }
            } catch let failure as Failure {
                return damaged(run, failure)
            }
        }
        return nil
    }

    /// Damage is said, and keeps nobody from seeing the rest.
    private func damaged(_ run: RunID, _ failure: Failure) -> PlatformStatus.LastRun {
        var facts = stat()
        let wrote = stat(platform.state.journalPath(run), &facts) == 0 ? Double(facts.st_mtim.tv_sec) : 0
        return PlatformStatus.LastRun(
            run: run, began: Date(timeIntervalSince1970: wrote), outcome: nil,
            unreadable: [platform.effects.words(failure)]
                + FailureText.next(for: failure).filter { $0.hasPrefix("mv ") })
    }

    private func lastRun(_ newest: StoredRun) -> PlatformStatus.LastRun {
        let outcome = newest.state.unfinished ? nil : newest.state.end?.outcome
        let report = ReportFiles(platform: platform).path(of: newest.run)
        return PlatformStatus.LastRun(
            run: newest.run, began: newest.contents.records.first?.time ?? platform.effects.clock.wallTime(),
            outcome: outcome, undone: newest.state.end?.undone ?? false,
            report: access(report, R_OK) == 0 ? report : nil)
    }
}
