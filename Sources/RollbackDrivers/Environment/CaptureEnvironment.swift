import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Keeps the environment files that will be changed, before anything is.
struct CaptureEnvironment: Step {
    struct Output: Codable, Sendable {
        var kept: Int
    }

    let settings: EnvironmentSettings
    let paths: EnvironmentPaths

    /// Can be repeated: what it keeps is changed only later.
    func perform(_ progress: StepProgress) async throws -> Output {
        try FileCall.makeDirectory(paths.folder)
        var kept = 0
        for (number, file) in settings.files.enumerated() {
            unlink(paths.kept(number))
            if FileCall.facts(file.path) != nil {
                try FileCopy.copy(file.path, to: paths.kept(number))
                kept += 1
            }
            try AtomicFile.write(Data(), to: paths.noted(number))
        }
        return Output(kept: kept)
    }
}
