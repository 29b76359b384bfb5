import CRollbackSystem
import Glibc
import RollbackCore

/// One process to be started, as the C shim wants it told.
struct SpawnRequest {
    var path: String
    var arguments: [String]
    var environment: [String: String]
    var directory: String?
    /// Become standard input, output and error.
    var descriptors: (Int32, Int32, Int32)
    var owner: UserIdentity?
    var mask: UInt32?
    /// A helper is killed when lastgood ends; a service is not.
    var helper: Bool
    /// Waits for `SpawnedProcess.begin` before it executes anything.
    var gated: Bool

    /// - Throws: `Failure.commandMissing` when no process could be made at all.
    func spawn() throws -> SpawnedProcess {
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let groups = changedOwner.map(SupplementaryGroups.of) ?? []
        var spawned = lg_spawned()
        let result = path.withCString { path in
            withCStrings(arguments) { arguments in
                withCStrings(variables) { variables in
                    withOptionalCString(directory) { directory in
                        groups.withUnsafeBufferPointer { groups in
                            var request = request(path, arguments, variables, directory, groups)
                            return lg_spawn(&request, &spawned)
                        }
                    }
                }
            }
        }
        guard result == 0 else { throw Failure.commandMissing(path, why: "no process: \(errorText(-result))") }
        return SpawnedProcess(id: spawned.process, control: Descriptor(owning: spawned.control), request: self)
    }

    private func request(
        _ path: UnsafePointer<CChar>, _ arguments: CStringArray, _ variables: CStringArray,
        _ directory: UnsafePointer<CChar>?, _ groups: UnsafeBufferPointer<gid_t>
    ) -> lg_spawn_request {
        let owner = changedOwner
        return lg_spawn_request(
            path: path, arguments: UnsafePointer(arguments), environment: UnsafePointer(variables),
            directory: directory, descriptors: descriptors, mask: mask.map { Int32($0 & 0o777) } ?? -1,
            changes_user: owner == nil ? 0 : 1, user: owner?.user ?? 0, group: owner?.group ?? 0,
            groups: groups.baseAddress, group_count: groups.count, dies_with_parent: helper ? 1 : 0,
            gated: gated ? 1 : 0)
    }

    /// Nil when the process keeps the caller's user: changing to oneself would need root's rights too.
    private var changedOwner: UserIdentity? {
        guard let owner, owner != UserIdentity(user: geteuid(), group: getegid()) else { return nil }
        return owner
    }
}

/// A process that exists, and may not have begun.
struct SpawnedProcess: ~Copyable {
    let id: Int32
    private let control: Descriptor
    private let request: SpawnRequest

    init(id: Int32, control: consuming Descriptor, request: SpawnRequest) {
        self.id = id
        self.control = control
        self.request = request
    }

    /// Lets a gated process go on, and waits (well under a millisecond) until its program executes.
    /// - Throws: `Failure.commandMissing` with the reason; the process has ended and been collected then.
    func begin() throws {
        var stage: Int32 = 0
        let spawned = lg_spawned(process: id, control: control.number)
        let result = lg_begin(spawned, request.gated ? 1 : 0, &stage)
        guard result != 0 else { return }
        ChildProcess.collect(id)
        throw Failure.commandMissing(request.path, why: SpawnStage.text(stage, request) + errorText(-result))
    }

    /// Ends a gated process that has not begun.
    consuming func abandon() {
        let child = id
        kill(child, SIGKILL)
        ChildProcess.collect(child)
    }
}

/// Names the step of a start that failed.
private enum SpawnStage {
    static func text(_ stage: Int32, _ request: SpawnRequest) -> String {
        switch UInt32(bitPattern: stage) {
        case LG_STAGE_USER.rawValue: "becoming user \(request.owner.map { String($0.user) } ?? "?"): "
        case LG_STAGE_DIRECTORY.rawValue: "entering \(request.directory ?? "?"): "
        case LG_STAGE_EXEC.rawValue: ""
        default: "preparing the process: "
        }
    }
}
