import Glibc

/// C strings ending with NULL, as `execve` wants them.
typealias CStringArray = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Lends an array of C strings.
func withCStrings<Result>(
    _ strings: [String], _ body: (CStringArray) throws -> Result
) rethrows -> Result {
    let pointers = CStringArray.allocate(capacity: strings.count + 1)
    for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
    pointers[strings.count] = nil
    defer {
        for index in strings.indices { free(pointers[index]) }
        pointers.deallocate()
    }
    return try body(pointers)
}

/// Lends a C string, or NULL for nil.
func withOptionalCString<Result>(
    _ string: String?, _ body: (UnsafePointer<CChar>?) throws -> Result
) rethrows -> Result {
    guard let string else { return try body(nil) }
    return try string.withCString(body)
}

/// What the system says of an error number: `Permission denied`.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }
