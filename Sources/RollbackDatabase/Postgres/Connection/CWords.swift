import Glibc

/// C strings in a list that ends with a null pointer, freed with this object.
final class CWords {
    private let words: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String?]) { words = texts.map { $0.flatMap { strdup($0) } } }
    deinit { for word in words { free(word) } }

    func with<Value>(_ work: (PostgresLibrary.Words) -> Value) -> Value {
        let list = words.map { UnsafePointer<CChar>($0) } + [nil]
        return list.withUnsafeBufferPointer { work($0.baseAddress) }
    }
}
