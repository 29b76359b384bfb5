import ArgumentParser
import FoundationEssentials
import Glibc
import RollbackCore

/// What every command understands.
struct GlobalOptions: ParsableArguments {
    @Flag(help: "One JSON object a line; the last one is {\"type\":\"exit\",…}.")
    var json = false

    @Option(
        name: [.customLong("directory"), .customShort("C")],
        help: ArgumentHelp(
            "The platform's folder, or one below it.", valueName: "folder"))
    var directory: String?

    var console: Console { Console(json: json) }

    /// Absolute, with links resolved: processes are compared with it.
    func folder() throws -> String {
        let named = directory ?? FileManager.default.currentDirectoryPath
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard realpath(named, &buffer) != nil else {
            throw Failure.file(path: named, doing: "open the platform's folder", errno: errno)
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Who acts, and why.
struct ActorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who acts: a person's name, or agent:NAME.", valueName: "name"))
    var actor: String?

    @Option(help: ArgumentHelp("Why, for the report and for whoever comes next.", valueName: "text"))
    var reason: String?
}
