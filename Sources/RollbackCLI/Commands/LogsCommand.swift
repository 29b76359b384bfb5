import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackReporting

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "The services' last lines.",
        discussion: "  lastgood logs fastapi --lines 50")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all if none is named.")
    var services: [String] = []

    @Option(help: ArgumentHelp("How many lines of each.", valueName: "count"))
    var lines = 20

    func validate() throws {
        if lines < 1 { throw ValidationError("--lines takes a number from 1 on.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let known = platform.services.map(\.name)
            let names = services.isEmpty ? known : services.map { ServiceName($0) }
            for name in names {
                guard let service = platform.services.first(where: { $0.name == name }) else {
                    throw Failure.unknownService(name, known: known)
                }
                let found = await (try platform.access.managers[service]).lastLines(service, count: lines)
                    .map(platform.access.mask)
                console.emit(JSONLines.logs(name, found))
                console.say(
                    "== \(name)\n"
                        + (found.isEmpty ? "(no lines found)" : found.map { SafeText.line($0) }.joined(separator: "\n"))
                )
            }
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
