import Glibc

/// Reading `/proc`. Whatever cannot be read is nil: processes go away, and others' may not be looked at.
enum ProcFiles {
    /// - Parameter ends: asked after each piece; true leaves the rest unread.
    static func bytes(_ path: String, until ends: (ArraySlice<UInt8>) -> Bool = { _ in false }) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var size = 4096
        while true {
            let start = bytes.count
            var count = 0
            bytes.reserveCapacity(start + size)
            let part = [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
                count = read(descriptor, buffer.baseAddress, size)
                used = max(count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes = start == 0 ? part : bytes + part
            if ends(bytes[start...]) { return bytes }
            size = min(size * 4, 1 << 20)
        }
    }

    /// A file that the kernel gives whole to one read when there is room, as it does `stat` and `cmdline`.
    static func small(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let found = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer -> [UInt8]? in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            return count >= 0 && count < buffer.count ? Array(buffer[..<count]) : nil
        }
        return found ?? bytes(path)
    }

    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    static func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, buffer.count)
            guard count >= 0 else { return nil }
            let target = UnsafeRawBufferPointer(start: start, count: count)
            return String(decoding: target, as: UTF8.self)
        }
    }

    /// The entries of a directory whose names are numbers.
    static func numbers(in path: String) -> [Int32]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var numbers: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { strtol($0, nil, 10) }
            }
            if name > 0 { numbers.append(Int32(name)) }
        }
        return numbers
    }

    /// What the links of a process's descriptors say, as bytes; asked once for each descriptor of the machine.
    static func descriptorLinks(of process: String, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard let directory = opendir("\(process)/fd") else { return }
        defer { closedir(directory) }
        withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer in
            guard let start = buffer.baseAddress else { return }
            let bytes = start.assumingMemoryBound(to: CChar.self)
            while let entry = readdir(directory) {
                let count = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                        readlinkat(dirfd(directory), $0, bytes, buffer.count)
                    }
                }
                if count > 0 { body(UnsafeRawBufferPointer(start: start, count: count)) }
            }
        }
    }
}
