import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore
import RollbackSystem

struct UnpinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpin",
        abstract: "Release the pin: the bad release is no longer remembered as bad.",
        discussion: "  lastgood unpin       once the fix is ready to be deployed")

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Remove a pin that cannot be read.")
    var force = false

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let lock = try await RunLock(platform: platform, actor: platform.machine.host.userName).acquire(run: nil)
            let pins = platform.access.pins
            let pin = force ? nil : try pins.read()
            guard force || pin != nil else {
                console.say("There is no pin.")
                console.emit(JSONLines.exit(.done))
                return .done
            }
            for state in [platform.state, platform.state.twin].compactMap({ $0 }) {
                let file = PinFile(state)
                if try file.raw() != nil { try file.restore(nil) }
            }
            try PinHooks(platform.git).remove()
            console.say(pin.map { "\($0.badRelease.short) is no longer pinned as bad." } ?? "The pin is removed.")
            console.emit(JSONLines.exit(.done))
            _ = lock
            return .done
        }
    }
}
