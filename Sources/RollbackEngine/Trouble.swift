/// Why a step keeps its run from going on.
struct Trouble: Hashable, Sendable {
    /// A sentence.
    var why: String
    /// What the step did is not known and it must not run twice: whatever its stage says of failures, a person decides.
    var needsPerson: Bool

    init(_ why: String, needsPerson: Bool = false) {
        self.why = why
        self.needsPerson = needsPerson
    }
}
