import CRollbackSystem
import Glibc

/// Extended attributes of what is open, or of a name in an open folder.
enum AttributeCalls {
    /// The most that the kernel gives (xattr(7)).
    private static let most = 65_536

    /// All that the caller may see, sorted by name; empty where the file system has none.
    static func all(_ descriptor: Int32) -> [ExtendedAttribute] {
        all({ flistxattr(descriptor, $0, $1) }, { fgetxattr(descriptor, $0, $1, $2) })
    }

    /// Of a link or FIFO itself: neither can be opened for it.
    static func all(_ name: [UInt8], in folder: OpenFolder) -> [ExtendedAttribute] {
        let path = path(of: CName.of(name), in: folder)
        return all({ llistxattr(path, $0, $1) }, { lgetxattr(path, $0, $1, $2) })
    }

    private static func all(
        _ list: (UnsafeMutablePointer<CChar>?, Int) -> Int,
        _ get: ([CChar], UnsafeMutableRawPointer, Int) -> Int
    ) -> [ExtendedAttribute] {
        guard list(nil, 0) > 0 else { return [] }
        var names = [CChar](repeating: 0, count: most)
        let length = list(&names, names.count)
        guard length > 0 else { return [] }
        return names[..<length].split(separator: 0).compactMap { name in
            var value = [UInt8](repeating: 0, count: most)
            let size = get(Array(name) + [0], &value, value.count)
            guard size >= 0 else { return nil }
            return ExtendedAttribute(name: name.map(UInt8.init(bitPattern:)), value: Array(value[..<size]))
        }
        .sorted { ByteOrder.precedes($0.name, $1.name) }
    }

    /// There is no call that takes a folder and a name; the kernel's own name of the open folder leads to no other one.
    private static func path(of name: [CChar], in folder: OpenFolder) -> [CChar] {
        CName.of("/proc/self/fd/\(folder.descriptor)/".utf8).dropLast() + name
    }

    /// - Returns: what `errno` says where it could not be set, 0 otherwise.
    static func set(_ attribute: ExtendedAttribute, _ descriptor: Int32) -> Int32 {
        let outcome = fsetxattr(
            descriptor, CName.of(attribute.name), attribute.value, attribute.value.count, 0)
        return outcome == 0 ? 0 : errno
    }

    /// Of a link or FIFO itself.
    static func set(_ attribute: ExtendedAttribute, _ name: [CChar], in folder: OpenFolder) -> Int32 {
        let outcome = lsetxattr(
            path(of: name, in: folder), CName.of(attribute.name), attribute.value, attribute.value.count, 0)
        return outcome == 0 ? 0 : errno
    }
}
