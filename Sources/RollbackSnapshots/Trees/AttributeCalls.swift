import CRollbackSystem
import Glibc

/// Extended attributes of an open file or folder.
enum AttributeCalls {
    /// The most that the kernel gives (xattr(7)).
    private static let most = 65_536

    /// All that the caller may see, sorted by name; empty where the file system has none.
    static func all(_ descriptor: Int32) -> [ExtendedAttribute] {
        guard flistxattr(descriptor, nil, 0) > 0 else { return [] }
        var names = [CChar](repeating: 0, count: most)
        let length = flistxattr(descriptor, &names, names.count)
        guard length > 0 else { return [] }
        return names[..<length].split(separator: 0).compactMap { name in
            value(descriptor, Array(name) + [0]).map {
                ExtendedAttribute(name: name.map(UInt8.init(bitPattern:)), value: $0)
            }
        }
        .sorted { ByteOrder.precedes($0.name, $1.name) }
    }

    private static func value(_ descriptor: Int32, _ name: [CChar]) -> [UInt8]? {
        var value = [UInt8](repeating: 0, count: most)
        let size = fgetxattr(descriptor, name, &value, value.count)
        return size < 0 ? nil : Array(value[..<size])
    }

    /// - Returns: what `errno` says where it could not be set, 0 otherwise.
    static func set(_ attribute: ExtendedAttribute, _ descriptor: Int32) -> Int32 {
        let outcome = fsetxattr(
            descriptor, CName.of(attribute.name), attribute.value, attribute.value.count, 0)
        return outcome == 0 ? 0 : errno
    }
}
