/// Words an error in one line for people. The wording is the reporting's; the engine and the drivers are given it,
/// because what a step failed with is journaled in words.
package struct ErrorWords: Sendable {
    private let word: @Sendable (Failure) -> String

    package init(_ word: @escaping @Sendable (Failure) -> String) { self.word = word }

    /// Names the case and its data: for tests, where words do not matter.
    package static let plain = ErrorWords { "\($0)" }

    package func callAsFunction(_ error: any Error) -> String {
        switch error {
        case let failure as Failure: word(failure)
        case is CancellationError: "cancelled"
        default: "\(error)"
        }
    }
}
