import Glibc

/// Byte strings in the order of their bytes, as `memcmp(3)` sees it.
enum ByteOrder {
    static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool { compare(left, right) < 0 }

    static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                let common = min(left.count, right.count)
                if common > 0, let one = left.baseAddress, let other = right.baseAddress {
                    let order = memcmp(one, other, common)
                    if order != 0 { return Int(order) }
                }
                return left.count - right.count
            }
        }
    }
}
