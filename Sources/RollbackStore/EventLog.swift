import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// The events of a run as lines in its folder, for the report and for people who join the live view. Not the
/// journal: a lost line loses a picture, never a fact, so nothing here waits for the disk or stops a run.
package final class EventLog: EventSink {
    private let descriptor: Int32

    package init(_ path: String) {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    }

    deinit { if descriptor != -1 { close(descriptor) } }

    package func receive(_ event: RunEvent) {
        guard descriptor != -1, var line = try? JSONText.data(event) else { return }
        line.append(UInt8(ascii: "\n"))
        _ = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if event.isSaidByPerson { fdatasync(descriptor) }
    }

    /// The whole lines of a log from an offset on, and the offset behind them. Lines that cannot be read are left out.
    package static func read(_ path: String, from offset: Int = 0) throws -> (events: [RunEvent], offset: Int) {
        guard let data = try FileCall.read(path), data.count > offset else { return ([], offset) }
        let fresh = data.dropFirst(offset)
        guard let end = fresh.lastIndex(of: UInt8(ascii: "\n")) else { return ([], offset) }
        let events = fresh[...end].split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONText.decode(RunEvent.self, from: Data($0))
        }
        return (events, end + 1 - data.startIndex)
    }
}

extension RunEvent {
    /// No step and no look at the world could tell it again.
    fileprivate var isSaidByPerson: Bool {
        switch detail {
        case .noted, .answered: true
        default: false
        }
    }
}
