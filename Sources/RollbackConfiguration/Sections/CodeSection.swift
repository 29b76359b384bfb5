/// How the code goes back.
struct CodeSection: Section {
    static let heading = "Code"
    static let file = ConfigurationFile.rollback
    static let path = "code"
    static let about = "Where `HEAD` is after a rollback in a git checkout."
    static let example = """
        "code": { "head": "commit", "push": true }
        """

    static let head: Key<CodeSettings.Head> = Key(
        "head", .choice, fallback: "`branch`",
        """
        `branch`: on a new branch `rollback/<run>` at the target; the branch that was live stays as it is. \
        `commit`: on the live branch, at a new commit with the target's files, for hosts that deploy from git.
        """)
    static let push = Key(
        "push", .flag, fallback: "`false`", #"Whether the new commit is pushed; needs `"head": "commit"`."#)
    static let pinHook = Key(
        "pin_hook", .flag, fallback: "`false`",
        """
        Whether git hooks (`post-merge`, `post-checkout`, `pre-push`) warn whoever pulls, checks out or pushes the release \
        that was rolled back from, until `lastgood unpin`. Hooks of your own stay as they are.
        """)
    static let keys: [any AnyKey] = [head, push, pinHook]

    let settings: CodeSettings
    /// Of the keys that are about the checkout's `HEAD`.
    let headPlaces: [Place]

    init(_ reader: SectionReader) {
        let head = reader.value(Self.head) ?? .branch
        let push = reader.located(Self.push)
        headPlaces = [reader.has(Self.head), reader.has(Self.push)].compactMap(\.self)
        settings = CodeSettings(head: head, push: push?.value ?? false, pinHook: reader.value(Self.pinHook) ?? false)
        if let push, push.value, head == .branch {
            reader.findings.problem(push.place, #"a push needs "head": "commit" beside it"#)
        }
    }
}
