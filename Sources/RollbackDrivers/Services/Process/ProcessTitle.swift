import RollbackCore

/// Programs that show a title where their arguments were (setproctitle, Node's `process.title`).
enum ProcessTitle {
    /// The command line that a process was started with, as far as its title still tells it: npm shows its own, with
    /// single blanks (`npm run start`).
    static func command(_ setting: ProcessSetting) -> [String] {
        guard isTitle(setting.arguments, of: setting.executable), let title = setting.arguments.first else {
            return setting.arguments
        }
        let words = title.split(separator: " ").map(String.init)
        let isNode = ["node", "nodejs"].contains(Program.fileName(setting.executable))
        return isNode && words.first == "npm" && words.count > 1 ? words : setting.arguments
    }

    /// Whether a command line is a title: one word with blanks in it, or one that an interpreter shows and that is not
    /// the interpreter's own name, for it runs nothing when it gets no argument.
    static func isTitle(_ arguments: [String], of executable: String?) -> Bool {
        guard arguments.count == 1, let word = arguments.first else { return false }
        if word.contains(" ") { return true }
        guard let executable, !executable.isEmpty else { return false }
        let interpreter = Program([executable]).name
        return ProgramKinds.interpreters.contains(interpreter) && Program([word]).name != interpreter
    }
}
