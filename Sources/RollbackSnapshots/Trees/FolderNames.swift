import Glibc

/// The names in a folder, in the order in which a listing has them.
struct FolderNames {
    enum Step {
        /// The name itself.
        case name([UInt8])
        /// What is in the folder of that name. It comes after every name that sorts before a slash would: `a`, `a-b`,
        /// `a/c`.
        case contents([UInt8])
    }

    let steps: [Step]

    /// - Throws: `SystemNumber`.
    init(of folder: OpenFolder) throws {
        var keyed: [(key: [UInt8], step: Step)] = []
        try Self.each(folder) { name, type in
            keyed.append((name, .name(name)))
            if Self.isFolder(name, type, folder) { keyed.append((name + [UInt8(ascii: "/")], .contents(name))) }
        }
        keyed.sort { ByteOrder.precedes($0.key, $1.key) }
        steps = keyed.map(\.step)
    }

    /// Some file systems do not say what a name is until it is asked.
    private static func isFolder(_ name: [UInt8], _ type: UInt8, _ folder: OpenFolder) -> Bool {
        guard type == UInt8(DT_UNKNOWN) else { return type == UInt8(DT_DIR) }
        return folder.facts(name).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    static func each(_ folder: OpenFolder, _ body: ([UInt8], _ type: UInt8) throws -> Void) throws {
        let descriptor = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor != -1 else { throw SystemNumber(errno: errno) }
        guard let stream = fdopendir(descriptor) else {
            defer { close(descriptor) }
            throw SystemNumber(errno: errno)
        }
        defer { closedir(stream) }
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: UInt8.self, capacity: 256) { start in
                    Array(UnsafeBufferPointer(start: start, count: strlen(UnsafeRawPointer(start))))
                }
            }
            if name != [46], name != [46, 46] { try body(name, entry.pointee.d_type) }
            errno = 0
        }
        if errno != 0 { throw SystemNumber(errno: errno) }
    }
}
