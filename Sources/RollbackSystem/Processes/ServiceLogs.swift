import CRollbackSystem
import Glibc
import RollbackCore

/// The open standard descriptors of a service: nothing to read, and its log files to append to.
struct ServiceLogs: ~Copyable {
    private let input: Descriptor
    private let output: Descriptor
    private let errors: Descriptor?

    /// - Throws: `Failure.file` naming the log that cannot be opened.
    init(_ launch: ProcessLaunch) throws {
        let input = try Descriptor.open("/dev/null", O_RDONLY)
        let output = try Self.open(launch.outputFile, for: launch.owner)
        let errors = launch.errorFile == launch.outputFile ? nil : try Self.open(launch.errorFile, for: launch.owner)
        self.input = input
        self.output = output
        self.errors = errors
    }

    var descriptors: (Int32, Int32, Int32) {
        switch errors {
        case .some(let errors): (input.number, output.number, errors.number)
        case .none: (input.number, output.number, output.number)
        }
    }

    /// As the service's own user where that works: opened as root, a link planted in a directory of that user's
    /// could lead anywhere. What only the caller may open is opened as the caller, and then no link is followed.
    private static func open(_ path: String, for owner: UserIdentity?) throws -> Descriptor {
        let flags = O_WRONLY | O_APPEND | O_CREAT
        guard let owner, owner.user != geteuid() else { return try Descriptor.open(path, flags, mode: 0o640) }
        let descriptor = lg_open_as(owner.user, owner.group, path, flags | O_CLOEXEC, 0o640)
        if descriptor >= 0 { return Descriptor(owning: descriptor) }
        return try Descriptor.open(path, flags | O_NOFOLLOW, mode: 0o640)
    }
}
