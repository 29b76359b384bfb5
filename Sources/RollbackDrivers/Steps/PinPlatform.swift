import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Marks the platform as rolled back. What was marked before is kept in the run's folder first, so that taking back
/// gives exactly that, also after a crash in between.
struct PinPlatform: Step {
    static let kind: StepKind = "pin"

    let pins: any PinKeeping
    let pin: Pin
    let context: RunContext

    private var before: String { "\(context.directory)/pin-before" }

    func perform(_ progress: StepProgress) async throws -> Nothing {
        if access(before, F_OK) != 0 { try AtomicFile.write(pins.raw() ?? Data(), to: before) }
        // A pin that cannot be read is replaced; its bytes come back with an undo.
        try pins.write(pin.remembering(try? pins.read()))
        return Nothing()
    }

    func undo(_ output: Nothing?, _ progress: StepProgress) async throws {
        guard let data = try FileCall.read(before) else { return }
        try pins.restore(data.isEmpty ? nil : data)
    }
}
