/// Comparing how a process runs with how it was asked to run.
enum CommandMatch {
    /// Whether a process runs what was asked for. Interpreters stand before it (`gunicorn app:app` runs as
    /// `/usr/bin/python /venv/bin/gunicorn app:app`), and the program may have become a path.
    static func matches(_ running: [String], _ asked: [String]) -> Bool {
        guard let program = asked.first, running.count >= asked.count, running.count <= asked.count + 2 else {
            return false
        }
        let tail = running.suffix(asked.count)
        guard let first = tail.first, tail.dropFirst().elementsEqual(asked.dropFirst()) else { return false }
        return first == program || Program.fileName(first) == Program.fileName(program)
    }
}
